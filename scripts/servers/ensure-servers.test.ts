import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { installMissing } from './ensure-servers.ts'

/** A machine without HAProxy. @param installing whether an installation makes it available */
function machine({ installing }: { installing: boolean }) {
  let isInstalled = false
  const installed: string[] = []
  const haproxy = { name: 'HAProxy', package: 'haproxy', find: () => (isInstalled ? '/usr/sbin/haproxy' : null) }
  const install = (error: string | null) => (name: string) => {
    installed.push(name)
    isInstalled = installing
    return error
  }
  return { installed, haproxy, install }
}

describe('a program that tests need', () => {
  it('is installed once when missing, without a message', () => {
    const { installed, haproxy, install } = machine({ installing: true })
    expect(installMissing([haproxy], install(null))).toEqual([])
    expect(installed).toEqual(['haproxy'])
    expect(installMissing([haproxy], install(null))).toEqual([])
    expect(installed).toEqual(['haproxy'])
  })

  it('is reported with the reason when it cannot be installed', () => {
    const { haproxy, install } = machine({ installing: false })
    expect(installMissing([haproxy], install('Unable to locate package haproxy'))).toEqual([
      'HAProxy is not installed (Unable to locate package haproxy): tests that need it are skipped.',
    ])
    expect(installMissing([haproxy], install(null))).toEqual([
      'HAProxy is not installed (it does not run after installing haproxy): tests that need it are skipped.',
    ])
    expect(installMissing([haproxy], null)).toEqual(['HAProxy is not installed: tests that need it are skipped.'])
  })

  it('does not block the installation of another when it fails', () => {
    const [first, second] = [machine({ installing: false }), machine({ installing: true })]
    const install = (name: string) => (name === 'haproxy' ? first.install('E')(name) : second.install(null)(name))
    expect(installMissing([first.haproxy, { ...second.haproxy, name: 'promtool', package: 'prometheus' }], install)).toHaveLength(1)
    expect(second.installed).toEqual(['prometheus'])
  })
})

describe.skipIf(process.platform === 'win32')('program search', () => {
  const NAME = 'wardline-test-server'
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'wardline-programs-'))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  function createProgram(subfolder: string, script: string): string {
    const file = path.join(folder, subfolder, NAME)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `#!/bin/sh\n${script}\n`)
    chmodSync(file, 0o755)
    return file
  }

  it('finds a program that runs and skips one that does not start', () => {
    createProgram('first', 'exit 127')
    const second = createProgram('second', 'echo 1.0')
    vi.stubEnv('PATH', ['first', 'second'].map((subfolder) => path.join(folder, subfolder)).join(path.delimiter))
    expect(findProgram(NAME)).toBe(second)
    rmSync(second)
    expect(findProgram(NAME)).toBeNull()
  })

  it('looks in the system folders when PATH is empty', () => {
    vi.stubEnv('PATH', '')
    expect(findProgram('tar')).toMatch(/bin\/tar$/)
  })
})
