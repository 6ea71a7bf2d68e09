import { rooms } from '@wardline/events'
import { ApiClient } from '../../../scripts/product/api-client.ts'
import { withBaselinePages } from '../../browser/baseline-pages.ts'
import { frameIntervals, mainThreadTimer, renderedCount, startRenderCount } from '../../browser/instruments.ts'
import { baselinePage, openProductQueue, type Worklist } from '../../browser/worklists.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, countRow, differenceRow, figureRow, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import { percentile } from '../../measure/statistics.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const sampleSize: SampleSize = { blocks: 8, perBlock: 4, warmUp: 4, withinMs: 12_000 }
const FEW_ROWS = 1000
const MANY_ROWS = 10_000
const VIEWERS = 1000
const CHANGES_COUNTED = 5
/** The load of a busy pharmacy. */
const BUSY = { perSecond: 50, forMs: 2000 }
/** 16.7 ms per frame at 60 frames a second, rounded up. */
const FRAME_MS = 17

/** Opens the product's queue, a lean page and a page that refetches; each on its own server, so that no page shows the others' changes. */
async function openLists(bench: BenchContext, { lean, refetch }: Floors) {
  return {
    ours: await openProductQueue(bench, FEW_ROWS),
    lean: await baselinePage(bench, lean, 'lean', FEW_ROWS),
    refetch: await baselinePage(bench, refetch, 'refetch', FEW_ROWS),
  }
}
interface Floors {
  readonly lean: Server
  readonly refetch: Server
}
type Lists = Awaited<ReturnType<typeof openLists>>

const measureLists = ({ ours, lean, refetch }: Lists, size: SampleSize = sampleSize) =>
  interleave({ ours: ours.measure, lean: lean.measure, refetch: refetch.measure }, size)

/** P4: from the command to the frame that shows it, with one viewer and with a thousand. */
function submittedRows({ ours, lean, refetch }: Awaited<ReturnType<typeof measureLists>>, viewers: string): readonly Row[] {
  const about = { caseId: 'P4', unit: 'ms' }
  return [
    differenceRow(
      { ...about, workload: `submit to screen, ${FEW_ROWS} rows, ${viewers} vs. a lean page` },
      ours.submitted,
      lean.submitted,
      20,
    ),
    ratioRow({ ...about, workload: 'same vs. a page that refetches' }, ours.submitted, refetch.submitted, 1 / 5),
  ]
}

async function withViewers(bench: BenchContext, lists: Lists, { lean, refetch }: Floors): Promise<readonly Row[]> {
  const { url, token } = await ApiClient.signIn((await bench.product()).url, 'pharm.lina')
  const clientProcesses = await Promise.all([
    ClientProcess.of({ kind: 'io', url, token, clients: VIEWERS, rooms: [[rooms.pharmacyQueue]] }),
    ...[lean, refetch].map((server) => ClientProcess.of({ kind: 'io', url: server.url, clients: VIEWERS, rooms: [['worklist']] })),
  ])
  const rows = submittedRows(await measureLists(lists, { ...sampleSize, blocks: 5, perBlock: 3 }), `${VIEWERS} viewers`)
  await Promise.all(clientProcesses.map((clientProcess) => clientProcess.end()))
  return rows
}

/** Returns the maximum number of rows that React rendered for one change. */
async function mostRendered({ page, measure }: Worklist): Promise<number> {
  const counts: number[] = []
  while (counts.length < CHANGES_COUNTED) {
    await startRenderCount(page)
    await measure()
    counts.push(await renderedCount(page))
  }
  return Math.max(...counts)
}

/** Measures the frame interval and the load of the main thread under steady changes. */
async function measureUnderLoad({ page, change }: Worklist): Promise<{ frameMs: number; busy: number }> {
  const workMs = await mainThreadTimer(page)
  const before = await workMs()
  const since = performance.now()
  const load = new SteadyLoad(BUSY.perSecond, change)
  const gaps = await frameIntervals(page, BUSY.forMs)
  const busy = ((await workMs()) - before) / (performance.now() - since)
  await load.stop()
  return { frameMs: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length, busy: busy * 100 }
}

async function renderingRows(lists: Lists, { ours, lean, refetch }: Awaited<ReturnType<typeof measureLists>>): Promise<readonly Row[]> {
  const about = { caseId: 'P13', unit: 'ms' }
  const most = await mostRendered(lists.ours)
  const productLoad = await measureUnderLoad(lists.ours)
  const leanLoad = await measureUnderLoad(lists.lean)
  return [
    ratioRow({ ...about, workload: `one row of ${FEW_ROWS}, frame to paint vs. a lean page` }, ours.arrived, lean.arrived, 1.5),
    ratioRow({ ...about, workload: 'same, main thread time' }, ours.work, lean.work, null),
    ratioRow({ ...about, workload: 'same vs. a page that refetches' }, ours.arrived, refetch.arrived, 1 / 10),
    figureRow({ caseId: 'P13', workload: 'rows rendered for one change, maximum', unit: '' }, most, 1),
    countRow({ ...about, workload: `${BUSY.perSecond} changes/s: frame interval` }, productLoad.frameMs, leanLoad.frameMs, FRAME_MS),
    countRow({ caseId: 'P13', workload: 'same, main thread load', unit: '%' }, productLoad.busy, leanLoad.busy, 40),
  ]
}

/** Measures a long list and a lean one of the same length. @param short measurements of the short list in this run */
async function longRows(
  bench: BenchContext,
  { lean: floor }: Floors,
  short: Awaited<ReturnType<typeof measureLists>>['ours'],
): Promise<readonly Row[]> {
  const ours = await openProductQueue(bench, MANY_ROWS)
  const lean = await baselinePage(bench, floor, 'lean', MANY_ROWS)
  const long = await interleave({ ours: ours.measure, lean: lean.measure }, { ...sampleSize, blocks: 4 })
  await Promise.all([ours.close(), lean.close()])
  const about = { caseId: 'P13', unit: 'ms' }
  return [
    ratioRow({ ...about, workload: `one row of ${MANY_ROWS} vs. one of ${FEW_ROWS}` }, long.ours.arrived, short.arrived, 1.2),
    ratioRow({ ...about, workload: 'same, main thread time' }, long.ours.work, short.work, null),
    ratioRow({ ...about, workload: `one row of ${MANY_ROWS} vs. a lean page` }, long.ours.arrived, long.lean.arrived, null),
  ]
}

/** P4: from a colleague's command to the screen. P13: the cost of one changed row in a long list. */
export const worklist = (bench: BenchContext): BenchmarkCase => ({
  id: 'P4 P13',
  run: () =>
    withBaselinePages(async (pages) => {
      const [lean, refetch] = await Promise.all([
        bench.server('baselines/floor-server', 'lean', { pages }),
        bench.server('baselines/floor-server', 'refetch', { pages }),
      ])
      const floors = { lean, refetch }
      const lists = await openLists(bench, floors)
      const sides = await measureLists(lists)
      const p95 = (side: 'ours' | 'lean') => percentile(sides[side].submitted.flat(), 0.95)
      const rows = [
        ...submittedRows(sides, 'one viewer'),
        countRow({ caseId: 'P4', workload: 'same, p95', unit: 'ms' }, p95('ours'), p95('lean'), 60),
        ...(await withViewers(bench, lists, floors)),
        ...(await renderingRows(lists, sides)),
      ]
      await Promise.all(Object.values(lists).map((list) => list.close()))
      return [...rows, ...(await longRows(bench, floors, sides.ours))]
    }),
})
