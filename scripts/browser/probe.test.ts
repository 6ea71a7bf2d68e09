import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../runtime.mjs'
import { fontsConfiguration } from './fonts.ts'
import { packaged } from './packaged.ts'
import { flawOf, flawOfPage, type Subject } from './probe.ts'

const isArabic = (text: string) => /\p{Script=Arabic}/u.test(text)
/** A page that draws each word as a font does that joins Arabic letters: a joined letter is narrower than one alone. */
function drawing(faults: Partial<Subject> = {}): Subject {
  let typed = ''
  return {
    typed: async (word) => {
      typed = word
      return typed
    },
    widthOf: async (text) => text.length * (isArabic(text) && text.length > 1 ? 6 : 10),
    picture: async () => Buffer.from(typed),
    ...faults,
  }
}

describe('the probe of a page', () => {
  it('passes one on which text can be typed and is drawn', async () => {
    expect(await flawOfPage(drawing())).toBeNull()
  })

  it('reads a typed word back', async () => {
    expect(await flawOfPage(drawing({ typed: async () => '' }))).toBe('a field holds "" after Paracetamol was typed')
  })

  it('sees that nothing is drawn', async () => {
    expect(await flawOfPage(drawing({ picture: async () => Buffer.from('white') }))).toBe('a typed word is not drawn')
  })

  it('measures Latin and Arabic words', async () => {
    expect(await flawOfPage(drawing({ widthOf: async () => 0 }))).toBe('in is 0 px wide and immunoglobulin is 0 px')
    const widthOf = async (text: string) => (isArabic(text) ? 16 : text.length * 10)
    expect(await flawOfPage(drawing({ widthOf }))).toBe('دم is 16 px wide and مستشفيات is 16 px')
  })

  it('knows boxes from Arabic letters', async () => {
    expect(await flawOfPage(drawing({ widthOf: async (text) => text.length * 10 }))).toBe('Arabic letters do not join')
  })
})

const cache = path.join(root, 'node_modules/.cache')
const [browser] = await packaged(cache)
const skipped = browser ? '' : ' (skipped: the package has none for this machine)'

describe.skipIf(!browser)(`the packaged browser${skipped}`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-fonts-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** It, with the fonts of these folders and no others. */
  function withFonts(name: string, folders: readonly string[]) {
    if (!browser) throw new Error('There is no packaged browser.')
    const file = path.join(folder, name)
    writeFileSync(file, fontsConfiguration(folders, path.join(folder, 'cache'), false))
    return { ...browser, env: { ...browser.env, FONTCONFIG_FILE: file } }
  }

  it('passes with the fonts of the product', async () => {
    expect(browser && (await flawOf(browser))).toBeNull()
  })

  it('does not pass without fonts', async () => {
    expect(await flawOf(withFonts('none.conf', []))).not.toBeNull()
  })

  it('does not pass without Arabic', async () => {
    const opened = path.join(path.dirname(browser?.executablePath ?? ''), 'fonts/fonts')
    expect(await flawOf(withFonts('latin.conf', [opened]))).toBe('Arabic letters do not join')
  })

  it('is a flaw in one line that a program is no browser', async () => {
    const flaw = await flawOf({ executablePath: process.execPath, env: {} })
    expect(flaw).toMatch(/^\S.*$/)
  })
})
