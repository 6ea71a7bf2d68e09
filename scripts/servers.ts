// PostgreSQL, nats-server and what checks or runs the files of deploy/: Debian's packages, installed where they are absent and may be.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { findProgram, findServers } from '@wardline/test-kit/servers/programs'

const INSTALL_MS = 300_000
const apt = (...args: string[]) =>
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

interface Needed {
  readonly name: string
  readonly package: string
  readonly found: () => string | null
}

const needed: readonly Needed[] = [
  { name: 'PostgreSQL', package: 'postgresql', found: () => findServers().postgres },
  { name: 'nats-server', package: 'nats-server', found: () => findServers().nats },
  { name: 'HAProxy', package: 'haproxy', found: () => findProgram('haproxy') },
  { name: 'promtool', package: 'prometheus', found: () => findProgram('promtool') },
]

/** The package would make a database cluster of its own; tests make theirs in temporary folders. */
function withoutMainCluster() {
  const folder = '/etc/postgresql-common'
  const file = `${folder}/createcluster.conf`
  if (existsSync(file)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
}

/** Runs it while no package may start a service: tests start, and end, what they need. */
function withoutStartingServices(install: () => void) {
  const policy = '/usr/sbin/policy-rc.d'
  const isOurs = !existsSync(policy)
  if (isOurs) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n')
    chmodSync(policy, 0o755)
  }
  try {
    install()
  } finally {
    if (isOurs) rmSync(policy, { force: true })
  }
}

/** Sees to it that all are there; where one cannot be, the tests that need it say so and skip. */
export function ensureServers(): void {
  const missing = () => needed.filter(({ found }) => !found())
  if (missing().length > 0 && process.platform === 'linux' && process.getuid?.() === 0)
    withoutStartingServices(() => {
      withoutMainCluster()
      apt('update', '-qq')
      // One by one: what a distribution does not have keeps nothing else away.
      for (const { package: wanted } of missing()) apt('install', '-y', '-qq', '--no-install-recommends', wanted)
    })
  for (const { name } of missing()) console.log(`${name} is not installed: tests that need it are skipped.`)
}

if (import.meta.main) ensureServers()
