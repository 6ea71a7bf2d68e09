import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheKey, fileCache } from './cache.ts'
import type { BrowserSource } from './choose.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wardline-browser-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Opens the cache as a run would with these browsers on the machine. */
const openCache = (installed: readonly string[], requested: BrowserSource | null = null) =>
  fileCache(path.join(folder, 'cache/browser.json'), () => cacheKey(requested, installed))

function cacheBrowser(installed: readonly string[], requested: BrowserSource | null = null) {
  const browser = { executablePath: path.join(folder, 'chromium'), env: { FONTCONFIG_FILE: '/fonts.conf' } }
  writeFileSync(browser.executablePath, '')
  openCache(installed, requested).write(browser)
  return browser
}

describe('browser cache', () => {
  it('the next run reads the browser and its environment', () => {
    expect(openCache([]).read()).toBeNull()
    const browser = cacheBrowser([])
    expect(openCache([]).read()).toEqual(browser)
  })

  it('a newly installed browser invalidates the cache', () => {
    cacheBrowser([])
    expect(openCache(['/usr/bin/google-chrome']).read()).toBeNull()
  })

  it('a different requested source invalidates the cache, but the packaged browser does not depend on installed ones', () => {
    const browser = cacheBrowser(['/usr/bin/google-chrome'])
    expect(openCache(['/usr/bin/google-chrome'], 'packaged').read()).toBeNull()
    cacheBrowser(['/usr/bin/google-chrome'], 'packaged')
    expect(openCache(['/usr/bin/google-chrome']).read()).toBeNull()
    expect(openCache([], 'packaged').read()).toEqual(browser)
  })

  it('a deleted program or a cleared cache reads as null', () => {
    const { executablePath } = cacheBrowser([])
    rmSync(executablePath)
    expect(openCache([]).read()).toBeNull()
    cacheBrowser([])
    openCache([]).clear()
    expect(openCache([]).read()).toBeNull()
  })

  it('a file of an earlier format reads as null', () => {
    const { executablePath } = cacheBrowser([])
    writeFileSync(path.join(folder, 'cache/browser.json'), JSON.stringify({ executablePath, env: {} }))
    expect(openCache([]).read()).toBeNull()
  })
})
