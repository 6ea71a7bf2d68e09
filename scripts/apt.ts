// Debian's packages, installed where the process may install them: as root on a Linux that has apt.
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

export const mayInstall = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

let areListsFresh = false

/** Installs a package. Returns null, or the reason in apt's words. The lists of a fresh image are empty, those of an old one name files that are gone. */
export function install(name: string): string | null {
  if (!areListsFresh) areListsFresh = apt('update').status === 0
  const { status, error, stderr } = apt('install', '-y', '--no-install-recommends', name)
  if (status === 0) return null
  const complaint = stderr?.split('\n').findLast((line) => line.startsWith('E: '))
  return complaint?.slice('E: '.length) ?? error?.message ?? `apt-get ended with ${status}`
}
