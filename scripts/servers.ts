// PostgreSQL and nats-server for the tests of several instances: Debian's packages, installed where they are absent and may be.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { findServers } from '../apps/bff/src/testing/servers/programs.ts'

const INSTALL_MS = 300_000
const apt = (...args: string[]) =>
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/** The package would make and start a server of its own; tests start theirs in temporary folders. */
function withoutMainCluster() {
  const folder = '/etc/postgresql-common'
  const file = `${folder}/createcluster.conf`
  if (existsSync(file)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
}

/** Sees to it that both are there; where they cannot be, the tests that need them say so and skip. */
export function ensureServers(): void {
  const missing = () => Object.entries(findServers()).flatMap(([name, found]) => (found ? [] : [name]))
  if (missing().length > 0 && process.platform === 'linux' && process.getuid?.() === 0) {
    withoutMainCluster()
    const packages = { postgres: 'postgresql', nats: 'nats-server' } as Record<string, string>
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', ...missing().map((name) => packages[name] ?? name))
  }
  for (const name of missing())
    console.log(`${name === 'nats' ? 'nats-server' : 'PostgreSQL'} is not installed: tests that need it are skipped.`)
}

if (import.meta.main) ensureServers()
