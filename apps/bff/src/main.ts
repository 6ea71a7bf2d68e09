import { enableCompileCache } from 'node:module'
import type { DemoMode } from './composition/demo-mode.ts'
import { InvalidSetting, readEnv } from './config/env.ts'

/** Longer than any request or socket takes to close; process supervisors commonly kill after the same time. */
const DRAIN_WITHIN_MS = 10_000

/** Exits with 1. Errors that an operator can fix print one sentence without a stack trace. */
function stopWith(error: unknown): never {
  const { name, message, code, port } = error as { name?: string; message?: string; code?: string; port?: number }
  if (error instanceof InvalidSetting || name === 'FolderInUse') console.error(message)
  else if (code === 'EADDRINUSE') console.error(`Port ${port} is already in use; stop the other program or choose another PORT.`)
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

async function demoMode(livingWard: boolean): Promise<DemoMode> {
  const { fillDemoHospital } = await import('./demo/fill.ts')
  const { startSimulator } = await import('./simulator/simulator.ts')
  return { fill: fillDemoHospital, startSimulator: livingWard ? startSimulator : null }
}

async function main() {
  // Settings are validated before the heavy imports, whose compiled code is cached for the next start.
  const env = readEnv(process.env)
  enableCompileCache()
  const { startProduct } = await import('./composition/lifecycle.ts')
  const { DEMO_PASSWORD, demoStaff } = await import('./demo/staff.ts')

  const { address, stop } = await startProduct(env, env.demo ? await demoMode(env.livingWard) : null)
  drainOnSignals(stop)
  console.log(`\nWardline is ready at ${address}\n`)
  if (!env.demo) return
  console.log(`Sign in with any of these user names; the password is ${DEMO_PASSWORD}:`)
  for (const { username, name, role } of Object.values(demoStaff)) console.log(`  ${username.padEnd(12)} ${name} (${role})`)
  console.log('')
}

// A parent process that started this one over IPC has exited: tests and benchmarks that crash leave no server running.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.on('unhandledRejection', stopWith)
main().catch(stopWith)
