// PostgreSQL, nats-server and what checks or runs the files of deploy/: Debian's packages, installed where they are absent and may be.
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { findProgram, findServers } from '@wardline/test-kit/servers/programs'
import { install, mayInstall } from './apt.ts'

interface Needed {
  readonly name: string
  readonly package: string
  /** A program that runs, or null. */
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
function withoutStartingServices<T>(work: () => T): T {
  const policy = '/usr/sbin/policy-rc.d'
  const isOurs = !existsSync(policy)
  if (isOurs) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n')
    chmodSync(policy, 0o755)
  }
  try {
    return work()
  } finally {
    if (isOurs) rmSync(policy, { force: true })
  }
}

/**
 * Installs what does not run, one package at a time: what a distribution does not have keeps nothing else away.
 * @param install returns null or the reason of a refusal; null where nothing may be installed
 * @returns one sentence for each program that is still missing
 */
export function installMissing(wanted: readonly Needed[], install: ((name: string) => string | null) | null): readonly string[] {
  return wanted.flatMap(({ name, package: from, found }) => {
    if (found()) return []
    if (!install) return [`${name} is not installed: tests that need it are skipped.`]
    const refusal = install(from)
    if (found()) return []
    return [`${name} is not installed (${refusal ?? `it does not run after the installation of ${from}`}): tests that need it are skipped.`]
  })
}

/** Installs every server that is missing and may be installed, and prints a sentence for each that stays away. */
export function ensureServers(): void {
  const missing = needed.filter(({ found }) => !found())
  if (missing.length === 0) return
  const sentences = mayInstall()
    ? withoutStartingServices(() => {
        withoutMainCluster()
        return installMissing(missing, install)
      })
    : installMissing(missing, null)
  for (const sentence of sentences) console.log(sentence)
}

if (import.meta.main) ensureServers()
