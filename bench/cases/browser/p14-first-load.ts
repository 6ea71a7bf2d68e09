import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import { gzippedBytes, scriptsOf, withBaselinePages } from '../../browser/baseline-pages.ts'
import { openChart, signedIn } from '../../browser/chromium.ts'
import { performRound, recordInteractions } from '../../browser/interactions.ts'
import { type BenchmarkCase, countRow, figureRow } from '../../measure/benchmark-case.ts'
import type { Row } from '../../measure/report.ts'
import { median, percentile } from '../../measure/statistics.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'

const dist = path.join(import.meta.dirname, '../../../apps/web/dist')
const KB = 1000
const OPENINGS = 3
const ROUNDS = 4
const EVENTS_PER_SECOND = 50

/** Strings that occur only in the scripts of these components. */
const lazyComponents = { grid: '--table-columns', trend: 'data-part' } as const

const sizeOf = (folder: string, scripts: Iterable<string>) =>
  [...scripts].reduce((sum, file) => sum + gzippedBytes(path.join(folder, file)), 0) / KB

/** Counts components that should load later but are in the scripts of the first route. */
function loadedTooEarly(first: readonly string[]): number {
  const files = readdirSync(path.join(dist, 'assets')).filter((name) => name.endsWith('.js'))
  const scriptsWith = (word: string) => files.filter((name) => readFileSync(path.join(dist, 'assets', name), 'utf8').includes(word))
  return Object.entries(lazyComponents).filter(([component, word]) => {
    const scripts = scriptsWith(word)
    if (scripts.length === 0) throw new Error(`no script contains the ${component}`)
    return scripts.some((name) => first.includes(`/assets/${name}`))
  }).length
}

/** Opens a chart with an empty browser cache. Returns the largest contentful paint and the fetched scripts. */
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

/** Works in a chart that receives fifty events a second. Returns the slowest interaction of each round. */
async function interactUnderLoad(
  browser: Browser,
  url: string,
  patientId: string,
  event: () => Promise<unknown>,
): Promise<readonly number[]> {
  const context = await signedIn(browser, url, 'dr.amal')
  const page = await context.newPage()
  await recordInteractions(page)
  await openChart(page, patientId)
  // Visits all tabs first, so that their download is not measured.
  await performRound(page)
  const load = new SteadyLoad(EVENTS_PER_SECOND, event)
  const slowest: number[] = []
  while (slowest.length < ROUNDS) slowest.push(await performRound(page))
  await load.stop()
  await context.close()
  return slowest
}

/** P14: size of the first route, time to a chart with an empty cache, and interaction latency under load. */
export const firstLoad = (bench: BenchContext): BenchmarkCase => ({
  id: 'P14',
  run: () =>
    withBaselinePages(async (pages) => {
      const { url } = await bench.productWithWebApp()
      const { nurse, patientId } = await bench.nurseAndPatient()
      const first = scriptsOf(path.join(dist, 'index.html'))
      const libraries = scriptsOf(path.join(pages, 'libraries.html')).map((file) => file.replace('/pages/', ''))
      const librariesOnly = sizeOf(pages, libraries)
      const about = { caseId: 'P14', unit: 'KB' }
      const rows: Row[] = [
        countRow({ ...about, workload: 'scripts of the first route, gzip vs. libraries only' }, sizeOf(dist, first), librariesOnly, 245),
        figureRow({ caseId: 'P14', workload: 'grid and trend loaded with the first route', unit: '' }, loadedTooEarly(first), 0),
      ]
      const browser = await bench.browser()
      const openings: Awaited<ReturnType<typeof coldOpening>>[] = []
      while (openings.length < OPENINGS) openings.push(await coldOpening(browser, url, patientId))
      const fetched = openings[0]?.scripts ?? new Set()
      const painted = median(openings.map(({ paintedMs }) => paintedMs))
      const slowest = await interactUnderLoad(browser, url, patientId, () => nurse.mutate('vitals.record', vitals(patientId)))
      const inMs = { caseId: 'P14', unit: 'ms' }
      return [
        ...rows,
        countRow(
          { ...about, workload: 'scripts of a chart, empty cache, gzip vs. libraries only' },
          sizeOf(dist, fetched),
          librariesOnly,
          null,
        ),
        figureRow({ ...inMs, workload: `chart with empty cache, largest paint, median of ${OPENINGS}` }, painted, 1500),
        figureRow(
          { ...inMs, workload: `slowest interaction of a round (INP) at ${EVENTS_PER_SECOND} events/s, p75` },
          percentile(slowest, 0.75),
          100,
        ),
        figureRow({ ...inMs, workload: `same, slowest of ${ROUNDS} rounds` }, Math.max(...slowest), null),
      ]
    }),
})
