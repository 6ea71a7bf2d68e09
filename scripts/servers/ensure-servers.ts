// Installs PostgreSQL, nats-server and the programs that check or run the files of deploy/, as Debian packages.
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { findProgram, findServers } from '@wardline/test-kit/servers/programs'
import { canInstall, installPackage } from './apt.ts'

interface RequiredProgram {
  readonly name: string
  readonly package: string
  /** Returns a program that runs, or null. */
  readonly find: () => string | null
}

const requiredPrograms: readonly RequiredProgram[] = [
  { name: 'PostgreSQL', package: 'postgresql', find: () => findServers().postgres },
  { name: 'nats-server', package: 'nats-server', find: () => findServers().nats },
  { name: 'HAProxy', package: 'haproxy', find: () => findProgram('haproxy') },
  { name: 'promtool', package: 'prometheus', find: () => findProgram('promtool') },
]

/** Prevents the PostgreSQL package from creating a database cluster; tests create theirs in temporary folders. */
function disableMainCluster() {
  const folder = '/etc/postgresql-common'
  const file = `${folder}/createcluster.conf`
  if (existsSync(file)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
}

/** Runs `work` while packages may not start services; tests start and stop the servers they need. */
function withoutStartingServices<T>(work: () => T): T {
  const policy = '/usr/sbin/policy-rc.d'
  const isOwnPolicy = !existsSync(policy)
  if (isOwnPolicy) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n')
    chmodSync(policy, 0o755)
  }
  try {
    return work()
  } finally {
    if (isOwnPolicy) rmSync(policy, { force: true })
  }
}

/**
 * Installs the missing programs one package at a time, so that a package the distribution lacks does not block the others.
 * @param install returns null or an error message; null where nothing can be installed
 * @returns one message for each program that is still missing
 */
export function installMissing(programs: readonly RequiredProgram[], install: ((name: string) => string | null) | null): readonly string[] {
  return programs.flatMap(({ name, package: packageName, find }) => {
    if (find()) return []
    if (!install) return [`${name} is not installed: tests that need it are skipped.`]
    const error = install(packageName)
    if (find()) return []
    return [`${name} is not installed (${error ?? `it does not run after installing ${packageName}`}): tests that need it are skipped.`]
  })
}

/** Installs the missing servers if possible, and prints a message for each that is still missing. */
export function ensureServers(): void {
  const missing = requiredPrograms.filter(({ find }) => !find())
  if (missing.length === 0) return
  const messages = canInstall()
    ? withoutStartingServices(() => {
        disableMainCluster()
        return installMissing(missing, installPackage)
      })
    : installMissing(missing, null)
  for (const message of messages) console.log(message)
}

if (import.meta.main) ensureServers()
