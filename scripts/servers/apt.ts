// Installs Debian packages when the process runs as root on a Linux with apt.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const INSTALL_MS = 360_000
const apt = (...args: string[]) =>
  spawnSync('apt-get', ['-qq', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

export const canInstall = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

let areListsFresh = false

/** Installs a package. Returns null, or apt's error message. The package lists are updated first: a fresh image has none, an old one has stale ones. */
export function installPackage(name: string): string | null {
  if (!areListsFresh) areListsFresh = apt('update').status === 0
  const { status, error, stderr } = apt('install', '-y', '--no-install-recommends', name)
  if (status === 0) return null
  const message = stderr?.split('\n').findLast((line) => line.startsWith('E: '))
  return message?.slice('E: '.length) ?? error?.message ?? `apt-get exited with code ${status}`
}
