import { spawn } from 'node:child_process'
import { root } from './runtime.mjs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Starts a program in this terminal. */
export const startProcess = (command, args, env = {}) =>
  spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })

/** Forwards this process's signals to its children, which decide how to exit. */
export function forwardSignals(...children) {
  for (const signal of signals)
    process.on(signal, () => {
      for (const child of children) child.kill(signal)
    })
}

/** Resolves with the exit code of a program; 128 + n after signal n, as in shells. */
export const exitCodeOf = (child) =>
  new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
