import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import type { Browser } from './choose.ts'

/** The operations of the probe on a page. */
export interface ProbedPage {
  /** Types a word into the page's field, key by key. Returns the value of the field. */
  type(word: string): Promise<string>
  /** Width in CSS pixels in the browser's default font. */
  widthOf(text: string): Promise<number>
  screenshot(): Promise<Buffer>
}

const WORD = 'Paracetamol'
const LATIN = ['in', 'immunoglobulin'] as const
const ARABIC = ['دم', 'مستشفيات'] as const

/** Returns what is wrong with the page, or null when text can be typed, is drawn, and Arabic letters join. */
export async function findPageDefect(page: ProbedPage): Promise<string | null> {
  const empty = await page.screenshot()
  const typed = await page.type(WORD)
  if (typed !== WORD) return `a field holds ${JSON.stringify(typed)} after ${WORD} was typed`
  if (empty.equals(await page.screenshot())) return 'a typed word is not drawn'
  for (const [short, long] of [LATIN, ARABIC]) {
    const [narrow, wide] = [await page.widthOf(short), await page.widthOf(long)]
    if (narrow <= 0 || wide <= narrow) return `${short} is ${narrow} px wide and ${long} is ${wide} px`
  }
  // Without an Arabic font each letter is the same box, and a word is as wide as its letters together.
  const [, word] = ARABIC
  let separateWidth = 0
  for (const letter of word) separateWidth += await page.widthOf(letter)
  return Math.abs(separateWidth - (await page.widthOf(word))) < 1 ? 'Arabic letters do not join' : null
}

async function probedPage(page: Page): Promise<ProbedPage> {
  await page.setContent('<input autofocus><p><span></span></p>')
  const text = page.locator('span')
  return {
    async type(word) {
      await page.locator('input').focus()
      await page.keyboard.type(word)
      return page.locator('input').inputValue()
    },
    widthOf: (content) =>
      text.evaluate((span, value) => {
        span.textContent = value
        return span.getBoundingClientRect().width
      }, content),
    screenshot: () => page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 50 } }),
  }
}

/** The browser makes no network requests of its own, so that runs with and without a network are the same. Chromium's sandbox does not start as root. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]

/** Returns the options with which Playwright starts a browser. */
export const launchOptions = ({ executablePath, env }: Browser) => ({
  executablePath,
  args,
  env: { ...(process.env as Record<string, string>), ...env },
})

/** A working browser takes about a second; one that cannot draw text can hang, and Playwright's own timeouts do not end that. */
const PROBE_MS = 30_000

/** Returns what is wrong with a browser, in one line, or null when it starts and passes the probe. */
export async function findDefect(browser: Browser): Promise<string | null> {
  const timer = new AbortController()
  const timeout = pause(PROBE_MS, `no answer within ${PROBE_MS / 1000} s`, { signal: timer.signal })
  timeout.catch(() => undefined)
  try {
    const instance = await chromium.launch({ ...launchOptions(browser), timeout: PROBE_MS })
    try {
      return await Promise.race([timeout, instance.newPage().then(probedPage).then(findPageDefect)])
    } finally {
      await Promise.race([timeout, instance.close()])
    }
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n')[0] ?? 'it did not start'
  } finally {
    timer.abort()
  }
}
