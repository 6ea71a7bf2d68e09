import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from '@playwright/test'
import { ensureBuilt } from '../../../../../scripts/build.mjs'
import { median } from '../figures.ts'
import { asFigure, type Line } from '../line.ts'
import { inChromium, openChart, signedIn } from '../window.ts'
import type { Workshop } from '../workshop.ts'

const dist = path.join(import.meta.dirname, '../../../../web/dist')
const KB = 1000
const OPENINGS = 3

const gzipped = (bytes: Buffer) => gzipSync(bytes, { level: 9 }).length

/** The scripts the page names itself: its entry, and whatever that imports without being asked. */
function firstRouteBytes(): number {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8')
  const scripts = new Set(Array.from(html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g), ([, file]) => file as string))
  if (scripts.size === 0) throw new Error('the built page names no script')
  return [...scripts].reduce((sum, file) => sum + gzipped(readFileSync(path.join(dist, file))), 0)
}

/** Opens a chart in a browser that has seen nothing of the product: its largest paint, and every script it fetched until then. */
async function coldOpening(browser: Browser, url: string, patientId: string): Promise<{ paintedMs: number; scriptBytes: number }> {
  const context = await signedIn(browser, url, 'nurse.huda')
  try {
    const page = await context.newPage()
    const scripts = new Set<string>()
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.add(new URL(response.url()).pathname)
    })
    await openChart(page, patientId)
    const paintedMs = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          new PerformanceObserver((list) => done(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          })
        }),
    )
    const scriptBytes = [...scripts].reduce((sum, file) => sum + gzipped(readFileSync(path.join(dist, file))), 0)
    return { paintedMs, scriptBytes }
  } finally {
    await context.close()
  }
}

/** P14: what the first route costs to fetch, and how soon a chart stands on a cold screen. */
export const firstLoad = (workshop: Workshop): Line => ({
  id: 'P14',
  async run() {
    if (!(await ensureBuilt())) throw new Error('the web app does not build')
    const rows = [
      asFigure({ line: 'P14', workload: 'scripts of the first route (sign-in), gzip', unit: 'KB' }, firstRouteBytes() / KB, 245),
    ]
    const { nurse, patientId } = await workshop.nurseAndPatient()
    const openings = await inChromium(async (browser) => {
      const opened: Awaited<ReturnType<typeof coldOpening>>[] = []
      while (opened.length < OPENINGS) opened.push(await coldOpening(browser, nurse.url, patientId))
      return opened
    })
    const painted = asFigure(
      { line: 'P14', workload: `chart opened cold to its largest paint, of ${OPENINGS}`, unit: 'ms' },
      median(openings.map(({ paintedMs }) => paintedMs)),
      1500,
    )
    const fetched = openings[0]?.scriptBytes ?? Number.NaN
    const whole = asFigure({ line: 'P14', workload: 'scripts a cold chart fetches, gzip', unit: 'KB' }, fetched / KB, Number.NaN)
    return [...rows, painted, { ...whole, target: 'printed', held: true }]
  },
})
