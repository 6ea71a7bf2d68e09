import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../run/runtime.mjs'
import { fontsConfiguration } from './fonts.ts'
import { packaged } from './packaged.ts'
import { findDefect, findPageDefect, type ProbedPage } from './probe.ts'

const isArabic = (text: string) => /\p{Script=Arabic}/u.test(text)
/** Returns a page whose font joins Arabic letters: a joined letter is narrower than an isolated one. */
function fakePage(overrides: Partial<ProbedPage> = {}): ProbedPage {
  let value = ''
  return {
    type: async (word) => {
      value = word
      return value
    },
    widthOf: async (text) => text.length * (isArabic(text) && text.length > 1 ? 6 : 10),
    screenshot: async () => Buffer.from(value),
    ...overrides,
  }
}

describe('page probe', () => {
  it('a page on which text can be typed and is drawn passes', async () => {
    expect(await findPageDefect(fakePage())).toBeNull()
  })

  it('a page whose field does not hold the typed word fails', async () => {
    expect(await findPageDefect(fakePage({ type: async () => '' }))).toBe('a field holds "" after Paracetamol was typed')
  })

  it('a page that does not draw a typed word fails', async () => {
    expect(await findPageDefect(fakePage({ screenshot: async () => Buffer.from('white') }))).toBe('a typed word is not drawn')
  })

  it('a page on which a longer word is not wider fails, in Latin and in Arabic', async () => {
    expect(await findPageDefect(fakePage({ widthOf: async () => 0 }))).toBe('in is 0 px wide and immunoglobulin is 0 px')
    const widthOf = async (text: string) => (isArabic(text) ? 16 : text.length * 10)
    expect(await findPageDefect(fakePage({ widthOf }))).toBe('دم is 16 px wide and مستشفيات is 16 px')
  })

  it('a page that draws boxes instead of joined Arabic letters fails', async () => {
    expect(await findPageDefect(fakePage({ widthOf: async (text) => text.length * 10 }))).toBe('Arabic letters do not join')
  })
})

const cache = path.join(root, 'node_modules/.cache')
const [browser] = await packaged(cache)
const skipped = browser ? '' : ' (skipped: not available for this machine)'

describe.skipIf(!browser)(`packaged browser${skipped}`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-fonts-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Returns the packaged browser with the fonts of these folders only. */
  function withFonts(name: string, folders: readonly string[]) {
    if (!browser) throw new Error('no packaged browser')
    const file = path.join(folder, name)
    writeFileSync(file, fontsConfiguration(folders, path.join(folder, 'cache'), false))
    return { ...browser, env: { ...browser.env, FONTCONFIG_FILE: file } }
  }

  it('the probe passes with the fonts of the product', async () => {
    expect(browser && (await findDefect(browser))).toBeNull()
  })

  it('the probe fails without fonts', async () => {
    expect(await findDefect(withFonts('none.conf', []))).not.toBeNull()
  })

  it('the probe fails without an Arabic font', async () => {
    const latinFonts = path.join(path.dirname(browser?.executablePath ?? ''), 'fonts/fonts')
    expect(await findDefect(withFonts('latin.conf', [latinFonts]))).toBe('Arabic letters do not join')
  })

  it('a program that is not a browser is reported in one line', async () => {
    const defect = await findDefect({ executablePath: process.execPath, env: {} })
    expect(defect).toMatch(/^\S.*$/)
  })
})
