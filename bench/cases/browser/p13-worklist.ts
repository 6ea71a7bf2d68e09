import { rooms } from '@wardline/events'
import { ApiClient } from '../../../scripts/product/api-client.ts'
import { withBarePages } from '../../browser/baseline-pages.ts'
import { countRendered, frameGaps, mainThread, rendered } from '../../browser/instruments.ts'
import { barePage, productQueue, type Worklist } from '../../browser/worklists.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { asCount, asFigure, asMore, asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import { percentile } from '../../measure/statistics.ts'
import type { Row } from '../../measure/report.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const extent: Extent = { blocks: 8, per: 4, warmUp: 4, withinMs: 12_000 }
const FEW_ROWS = 1000
const MANY_ROWS = 10_000
const VIEWERS = 1000
const CHANGES_COUNTED = 5
/** A busy pharmacy: so many changes a second, for so long. */
const BUSY = { perSecond: 50, forMs: 2000 }
/** Of the 16.7 ms that a frame has at 60 a second; a little more is the clock's rounding. */
const FRAME_MS = 17

/** A list beside a lean one and one that reads again; each on a server of its own, so that no page draws the other's changes. */
async function threeLists(workshop: BenchContext, { lean, refetch }: Floors) {
  return {
    ours: await productQueue(workshop, FEW_ROWS),
    lean: await barePage(workshop, lean, 'lean', FEW_ROWS),
    refetch: await barePage(workshop, refetch, 'refetch', FEW_ROWS),
  }
}
interface Floors {
  readonly lean: Server
  readonly refetch: Server
}
type Lists = Awaited<ReturnType<typeof threeLists>>

const measured = ({ ours, lean, refetch }: Lists, how: Extent = extent) =>
  interleave({ ours: ours.measure, lean: lean.measure, refetch: refetch.measure }, how)

/** P4, from the command to the frame that shows it: with one viewer, and with a thousand who are told too. */
function submittedRows({ ours, lean, refetch }: Awaited<ReturnType<typeof measured>>, viewers: string): readonly Row[] {
  const about = { line: 'P4', unit: 'ms' }
  return [
    asMore(
      { ...about, workload: `submit to screen, ${FEW_ROWS} rows, ${viewers}; beside a lean page` },
      ours.submitted,
      lean.submitted,
      20,
    ),
    asRatio({ ...about, workload: 'the same beside a page that reads again' }, ours.submitted, refetch.submitted, 1 / 5),
  ]
}

async function withViewers(workshop: BenchContext, lists: Lists, { lean, refetch }: Floors): Promise<readonly Row[]> {
  const { url, token } = await ApiClient.signIn((await workshop.product()).url, 'pharm.lina')
  const crowds = await Promise.all([
    ClientProcess.of({ kind: 'io', url, token, clients: VIEWERS, rooms: [[rooms.pharmacyQueue]] }),
    ...[lean, refetch].map((server) => ClientProcess.of({ kind: 'io', url: server.url, clients: VIEWERS, rooms: [['worklist']] })),
  ])
  const rows = submittedRows(await measured(lists, { ...extent, blocks: 5, per: 3 }), `${VIEWERS} viewers`)
  await Promise.all(crowds.map((crowd) => crowd.end()))
  return rows
}

/** How many rows React rendered for one change, at most. */
async function renderedAtMost({ page, measure }: Worklist): Promise<number> {
  const counts: number[] = []
  while (counts.length < CHANGES_COUNTED) {
    await countRendered(page)
    await measure()
    counts.push(await rendered(page))
  }
  return Math.max(...counts)
}

/** Frames and the main thread's work under a steady stream of changes. */
async function underStream({ page, change }: Worklist): Promise<{ frameMs: number; busy: number }> {
  const workMs = await mainThread(page)
  const before = await workMs()
  const since = performance.now()
  const stream = new SteadyLoad(BUSY.perSecond, change)
  const gaps = await frameGaps(page, BUSY.forMs)
  const busy = ((await workMs()) - before) / (performance.now() - since)
  await stream.stop()
  return { frameMs: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length, busy: busy * 100 }
}

async function drawnRows(lists: Lists, { ours, lean, refetch }: Awaited<ReturnType<typeof measured>>): Promise<readonly Row[]> {
  const about = { line: 'P13', unit: 'ms' }
  const most = await renderedAtMost(lists.ours)
  const mine = await underStream(lists.ours)
  const bare = await underStream(lists.lean)
  return [
    asRatio({ ...about, workload: `one row of ${FEW_ROWS}, frame to picture; beside a lean page` }, ours.arrived, lean.arrived, 1.5),
    asRatio({ ...about, workload: 'the same, work of the main thread' }, ours.work, lean.work, null),
    asRatio({ ...about, workload: 'the same, beside a page that reads again' }, ours.arrived, refetch.arrived, 1 / 10),
    asFigure({ line: 'P13', workload: 'rows rendered for one change, at most', unit: '' }, most, 1),
    asCount({ ...about, workload: `${BUSY.perSecond} changes/s: from frame to frame` }, mine.frameMs, bare.frameMs, FRAME_MS),
    asCount({ line: 'P13', workload: 'the same, main thread busy', unit: '%' }, mine.busy, bare.busy, 40),
  ]
}

/** A long list and a lean one of the same length; `short` is what a row of the short one took in this run. */
async function longRows(
  workshop: BenchContext,
  { lean: floor }: Floors,
  short: Awaited<ReturnType<typeof measured>>['ours'],
): Promise<readonly Row[]> {
  const ours = await productQueue(workshop, MANY_ROWS)
  const lean = await barePage(workshop, floor, 'lean', MANY_ROWS)
  const long = await interleave({ ours: ours.measure, lean: lean.measure }, { ...extent, blocks: 4 })
  await Promise.all([ours.close(), lean.close()])
  const about = { line: 'P13', unit: 'ms' }
  return [
    asRatio({ ...about, workload: `one row of ${MANY_ROWS} beside one of ${FEW_ROWS}` }, long.ours.arrived, short.arrived, 1.2),
    asRatio({ ...about, workload: 'the same, work of the main thread' }, long.ours.work, short.work, null),
    asRatio({ ...about, workload: `one row of ${MANY_ROWS} beside a lean page` }, long.ours.arrived, long.lean.arrived, null),
  ]
}

/** P4: a colleague's command until the screen shows it. P13: what one changed row of a long list costs. */
export const worklist = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P4 P13',
  run: () =>
    withBarePages(async (pages) => {
      const [lean, refetch] = await Promise.all([
        workshop.server('baselines/floor-server', 'lean', { pages }),
        workshop.server('baselines/floor-server', 'refetch', { pages }),
      ])
      const floors = { lean, refetch }
      const lists = await threeLists(workshop, floors)
      const sides = await measured(lists)
      const tail = (of: 'ours' | 'lean') => percentile(sides[of].submitted.flat(), 0.95)
      const rows = [
        ...submittedRows(sides, 'one viewer'),
        asCount({ line: 'P4', workload: 'the same, 95 of 100', unit: 'ms' }, tail('ours'), tail('lean'), 60),
        ...(await withViewers(workshop, lists, floors)),
        ...(await drawnRows(lists, sides)),
      ]
      await Promise.all(Object.values(lists).map((list) => list.close()))
      return [...rows, ...(await longRows(workshop, floors, sides.ours))]
    }),
})
