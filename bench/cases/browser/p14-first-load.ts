import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import { gzippedBytes, scriptsOf, withBarePages } from '../../browser/baseline-pages.ts'
import { openChart, signedIn } from '../../browser/chromium.ts'
import { noteInteractions, round } from '../../browser/interactions.ts'
import { asCount, asFigure, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { median, percentile } from '../../measure/statistics.ts'
import type { Row } from '../../measure/report.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'

const dist = path.join(import.meta.dirname, '../../../apps/web/dist')
const KB = 1000
const OPENINGS = 3
const ROUNDS = 4
const EVENTS_PER_SECOND = 50

/** Words that only these parts of the furniture contain. */
const later = { grid: '--table-columns', trend: 'data-part' } as const

const sizeOf = (folder: string, scripts: Iterable<string>) =>
  [...scripts].reduce((sum, file) => sum + gzippedBytes(path.join(folder, file)), 0) / KB

/** Parts that ought to come later and stand in the scripts of the first route. */
function tooEarly(first: readonly string[]): number {
  const files = readdirSync(path.join(dist, 'assets')).filter((name) => name.endsWith('.js'))
  const holding = (word: string) => files.filter((name) => readFileSync(path.join(dist, 'assets', name), 'utf8').includes(word))
  return Object.entries(later).filter(([part, word]) => {
    const holders = holding(word)
    if (holders.length === 0) throw new Error(`no script holds the ${part}`)
    return holders.some((name) => first.includes(`/assets/${name}`))
  }).length
}

/** Opens a chart in a browser that has seen nothing of the product: its largest paint, and every script it fetched until then. */
async function coldOpening(browser: Browser, url: string, patientId: string): Promise<{ paintedMs: number; scripts: ReadonlySet<string> }> {
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
    return { paintedMs, scripts }
  } finally {
    await context.close()
  }
}

/** A shift in a chart in which something happens fifty times a second: the slowest interaction of each round. */
async function shiftIn(browser: Browser, url: string, patientId: string, happens: () => Promise<unknown>): Promise<readonly number[]> {
  const context = await signedIn(browser, url, 'dr.amal')
  const page = await context.newPage()
  await noteInteractions(page)
  await openChart(page, patientId)
  // The tabs are visited once first: what is measured is work in them, not their download.
  await round(page)
  const stream = new SteadyLoad(EVENTS_PER_SECOND, happens)
  const slowest: number[] = []
  while (slowest.length < ROUNDS) slowest.push(await round(page))
  await stream.stop()
  await context.close()
  return slowest
}

/** P14: what the first route costs to fetch, how soon a chart stands on a cold screen, and how soon the screen answers in a busy shift. */
export const firstLoad = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P14',
  run: () =>
    withBarePages(async (pages) => {
      const { url } = await workshop.screens()
      const { nurse, patientId } = await workshop.nurseAndPatient()
      const first = scriptsOf(path.join(dist, 'index.html'))
      const libraries = scriptsOf(path.join(pages, 'libraries.html')).map((file) => file.replace('/pages/', ''))
      const alone = sizeOf(pages, libraries)
      const about = { line: 'P14', unit: 'KB' }
      const rows: Row[] = [
        asCount({ ...about, workload: 'scripts of the first route, gzip; beside libraries alone' }, sizeOf(dist, first), alone, 245),
        asFigure({ line: 'P14', workload: 'of grid and trend, fetched with the first route', unit: '' }, tooEarly(first), 0),
      ]
      const browser = await workshop.browser()
      const openings: Awaited<ReturnType<typeof coldOpening>>[] = []
      while (openings.length < OPENINGS) openings.push(await coldOpening(browser, url, patientId))
      const fetched = openings[0]?.scripts ?? new Set()
      const painted = median(openings.map(({ paintedMs }) => paintedMs))
      const slowest = await shiftIn(browser, url, patientId, () => nurse.mutate('vitals.record', vitals(patientId)))
      const inMs = { line: 'P14', unit: 'ms' }
      return [
        ...rows,
        asCount({ ...about, workload: 'scripts a cold chart fetches, gzip; beside libraries alone' }, sizeOf(dist, fetched), alone, null),
        asFigure({ ...inMs, workload: `chart opened cold to its largest paint, middle of ${OPENINGS}` }, painted, 1500),
        asFigure(
          { ...inMs, workload: `slowest interaction of a round (INP) at ${EVENTS_PER_SECOND} events/s, 75 of 100` },
          percentile(slowest, 0.75),
          100,
        ),
        asFigure({ ...inMs, workload: `the same, slowest of ${ROUNDS} rounds` }, Math.max(...slowest), null),
      ]
    }),
})
