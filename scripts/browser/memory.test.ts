import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Way } from './choose.ts'
import { circumstancesOf, fileMemory } from './memory.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wardline-browser-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The memory of a run with these browsers on the machine. */
const memoryOf = (found: readonly string[], forced: Way | null = null) =>
  fileMemory(path.join(folder, 'cache/browser.json'), () => circumstancesOf(forced, found))

function remembering(found: readonly string[], forced: Way | null = null) {
  const browser = { executablePath: path.join(folder, 'chromium'), env: { FONTCONFIG_FILE: '/fonts.conf' } }
  writeFileSync(browser.executablePath, '')
  memoryOf(found, forced).remember(browser)
  return browser
}

describe('the remembered browser', () => {
  it('is there in the next run, with its environment', () => {
    expect(memoryOf([]).recall()).toBeNull()
    const browser = remembering([])
    expect(memoryOf([]).recall()).toEqual(browser)
  })

  it('does not hide a browser that was installed since', () => {
    remembering([])
    expect(memoryOf(['/usr/bin/google-chrome']).recall()).toBeNull()
  })

  it('does not hide another way, whichever of both is forced', () => {
    const browser = remembering(['/usr/bin/google-chrome'])
    expect(memoryOf(['/usr/bin/google-chrome'], 'packaged').recall()).toBeNull()
    remembering(['/usr/bin/google-chrome'], 'packaged')
    expect(memoryOf(['/usr/bin/google-chrome']).recall()).toBeNull()
    expect(memoryOf([], 'packaged').recall()).toEqual(browser)
  })

  it('is none once its program is gone, or once forgotten', () => {
    const { executablePath } = remembering([])
    rmSync(executablePath)
    expect(memoryOf([]).recall()).toBeNull()
    remembering([])
    memoryOf([]).forget()
    expect(memoryOf([]).recall()).toBeNull()
  })

  it('is none in a file of an earlier format', () => {
    const { executablePath } = remembering([])
    writeFileSync(path.join(folder, 'cache/browser.json'), JSON.stringify({ executablePath, env: {} }))
    expect(memoryOf([]).recall()).toBeNull()
  })
})
