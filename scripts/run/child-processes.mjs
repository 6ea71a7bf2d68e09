import { spawn } from 'node:child_process'
import { root } from './runtime.mjs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Starts a program that shares this terminal. */
export const start = (command, args, env = {}) => spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })

/** Passes this process's signals on to its children, which decide how to end. */
export function forwardSignals(...children) {
  for (const signal of signals)
    process.on(signal, () => {
      for (const child of children) child.kill(signal)
    })
}

/** The exit code of a program, once it has ended; 128 + n when a signal ended it, as shells say it. */
export const ended = (child) =>
  new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
