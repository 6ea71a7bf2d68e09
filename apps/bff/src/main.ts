import { enableCompileCache } from 'node:module'
import { InvalidSetting, readEnv } from './config/env.ts'

/** Longer than any request and any closing socket takes; whoever runs the product waits no longer either. */
const DRAIN_WITHIN_MS = 10_000

/** Reasons to stop that a person can mend: one sentence each, no stack. */
function stopWith(error: unknown): never {
  const { name, message, code, port } = error as { name?: string; message?: string; code?: string; port?: number }
  if (error instanceof InvalidSetting || name === 'FolderInUse') console.error(message)
  else if (code === 'EADDRINUSE') console.error(`Port ${port} is taken by another program; stop it or choose another PORT.`)
  else console.error(error)
  process.exit(1)
}

function drainOnSignals(stop: () => Promise<void>) {
  let draining = false
  const drain = () => {
    if (draining) return
    draining = true
    setTimeout(() => process.exit(1), DRAIN_WITHIN_MS).unref()
    stop().then(() => process.exit(0), stopWith)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, drain)
}

async function main() {
  // A wrong setting is said before anything heavy is read; what is read is kept compiled for the next start.
  const env = readEnv(process.env)
  enableCompileCache()
  const { startProduct } = await import('./composition/lifecycle.ts')
  const { DEMO_PASSWORD, demoStaff } = await import('./demo/staff.ts')

  const { address, stop } = await startProduct(env)
  drainOnSignals(stop)
  console.log(`\nWardline is ready at ${address}\n`)
  if (!env.demo) return
  console.log(`Sign in with any of these; the password is ${DEMO_PASSWORD}:`)
  for (const { username, name, role } of Object.values(demoStaff)) console.log(`  ${username.padEnd(12)} ${name} (${role})`)
  console.log('')
}

// Whoever started it with a channel to speak over is gone: stories and the bench leave no server behind when they crash.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.on('unhandledRejection', stopWith)
main().catch(stopWith)
