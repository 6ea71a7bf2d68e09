import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import type { Browser } from './choose.ts'

/** What the probe does with a page. */
export interface Subject {
  /** Types a word into the page's field, key by key. Returns what the field then holds. */
  typed(word: string): Promise<string>
  /** In CSS pixels, drawn in the browser's default font. */
  widthOf(text: string): Promise<number>
  picture(): Promise<Buffer>
}

const WORD = 'Paracetamol'
const LATIN = ['in', 'immunoglobulin'] as const
const ARABIC = ['دم', 'مستشفيات'] as const

/** What is wrong with the page, or null when text can be typed, is drawn, and Arabic letters join. */
export async function flawOfPage(page: Subject): Promise<string | null> {
  const empty = await page.picture()
  const typed = await page.typed(WORD)
  if (typed !== WORD) return `a field holds ${JSON.stringify(typed)} after ${WORD} was typed`
  if (empty.equals(await page.picture())) return 'a typed word is not drawn'
  for (const [short, long] of [LATIN, ARABIC]) {
    const [narrow, wide] = [await page.widthOf(short), await page.widthOf(long)]
    if (narrow <= 0 || wide <= narrow) return `${short} is ${narrow} px wide and ${long} is ${wide} px`
  }
  // Without an Arabic font every letter is the same box, and a word is as wide as its letters.
  const [, word] = ARABIC
  let apart = 0
  for (const letter of word) apart += await page.widthOf(letter)
  return Math.abs(apart - (await page.widthOf(word))) < 1 ? 'Arabic letters do not join' : null
}

async function subjectOf(page: Page): Promise<Subject> {
  await page.setContent('<input autofocus><p><span></span></p>')
  const text = page.locator('span')
  return {
    async typed(word) {
      await page.locator('input').focus()
      await page.keyboard.type(word)
      return page.locator('input').inputValue()
    },
    widthOf: (wanted) =>
      text.evaluate((span, content) => {
        span.textContent = content
        return span.getBoundingClientRect().width
      }, wanted),
    picture: () => page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 50 } }),
  }
}

/** The browser does nothing of its own on the network: a run is the same with and without one. Chromium refuses its sandbox to root. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]

/** How Playwright starts a browser. */
export const launchOptions = ({ executablePath, env }: Browser) => ({
  executablePath,
  args,
  env: { ...(process.env as Record<string, string>), ...env },
})

/** A browser takes a second; one that draws no text can stop answering, which no timeout of Playwright's own ends. */
const PROBE_MS = 30_000

/** What is wrong with a browser, in one line; null when it starts and passes the probe. */
export async function flawOf(browser: Browser): Promise<string | null> {
  const overdue = new AbortController()
  const late = pause(PROBE_MS, `no answer within ${PROBE_MS / 1000} s`, { signal: overdue.signal })
  late.catch(() => undefined)
  try {
    const running = await chromium.launch({ ...launchOptions(browser), timeout: PROBE_MS })
    try {
      return await Promise.race([late, running.newPage().then(subjectOf).then(flawOfPage)])
    } finally {
      await Promise.race([late, running.close()])
    }
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n')[0] ?? 'it does not start'
  } finally {
    overdue.abort()
  }
}
