import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { installMissing } from './servers.ts'

/** HAProxy on a machine where an installation may put it. */
function machine({ installing }: { installing: boolean }) {
  let isThere = false
  const asked: string[] = []
  const haproxy = { name: 'HAProxy', package: 'haproxy', found: () => (isThere ? '/usr/sbin/haproxy' : null) }
  const install = (refusal: string | null) => (name: string) => {
    asked.push(name)
    isThere = installing
    return refusal
  }
  return { asked, haproxy, install }
}

describe('what the tests need', () => {
  it('is installed when it is missing, and then not mentioned', () => {
    const { asked, haproxy, install } = machine({ installing: true })
    expect(installMissing([haproxy], install(null))).toEqual([])
    expect(asked).toEqual(['haproxy'])
    expect(installMissing([haproxy], install(null))).toEqual([])
    expect(asked).toEqual(['haproxy'])
  })

  it('is one sentence when it cannot be installed, with the reason', () => {
    const { haproxy, install } = machine({ installing: false })
    expect(installMissing([haproxy], install('Unable to locate package haproxy'))).toEqual([
      'HAProxy is not installed (Unable to locate package haproxy): tests that need it are skipped.',
    ])
    expect(installMissing([haproxy], install(null))).toEqual([
      'HAProxy is not installed (it does not run after the installation of haproxy): tests that need it are skipped.',
    ])
    expect(installMissing([haproxy], null)).toEqual(['HAProxy is not installed: tests that need it are skipped.'])
  })

  it('keeps nothing else away', () => {
    const [first, second] = [machine({ installing: false }), machine({ installing: true })]
    const install = (name: string) => (name === 'haproxy' ? first.install('E')(name) : second.install(null)(name))
    expect(installMissing([first.haproxy, { ...second.haproxy, name: 'promtool', package: 'prometheus' }], install)).toHaveLength(1)
    expect(second.asked).toEqual(['prometheus'])
  })
})

describe.skipIf(process.platform === 'win32')('a program', () => {
  const NAME = 'wardline-test-server'
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'wardline-programs-'))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  function program(place: string, script: string): string {
    const file = path.join(folder, place, NAME)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `#!/bin/sh\n${script}\n`)
    chmodSync(file, 0o755)
    return file
  }

  it('is one that runs, not one that is there', () => {
    program('first', 'exit 127')
    const second = program('second', 'echo 1.0')
    vi.stubEnv('PATH', ['first', 'second'].map((place) => path.join(folder, place)).join(path.delimiter))
    expect(findProgram(NAME)).toBe(second)
    rmSync(second)
    expect(findProgram(NAME)).toBeNull()
  })

  it('is found in the folders of the system with an empty PATH', () => {
    vi.stubEnv('PATH', '')
    expect(findProgram('tar')).toMatch(/bin\/tar$/)
  })
})
