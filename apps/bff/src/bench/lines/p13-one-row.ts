import { carryOn, changesOf, type Epoch, type Held, type LabWorklistRow, labWorklistView, rooms } from '@wardline/events'
import { anEvent, inRoom, samples } from '@wardline/events/testing'
import { compare, type Extent } from '../compare.ts'
import { asRatio, type Line } from '../line.ts'
import type { Row } from '../report.ts'
import { inChromium } from '../window.ts'
import type { Workshop } from '../workshop.ts'
import { drawnRows } from './p13-drawn.ts'

const extent: Extent = { blocks: 10, per: 4, warmUp: 10, withinMs: 6_000 }
/** Changes in one measurement: two seconds of a busy bench at 50 a second. */
const CHANGES = 100
/** What drawing leaves: at most 1.5 times a bare list, which draws one changed row in 6.7 ms (docs/benchmark.md). */
const MOST_MS = 3.35

const room = rooms.labWorklist

const order = (index: number, version: number) => ({
  ...samples.sampleOrder(),
  id: `o-${index}`,
  meta: { versionId: String(version) },
  authoredOn: new Date(Date.UTC(2026, 10, 1) + index * 1000).toISOString(),
})

/** The bench's list as a screen holds it. */
function worklist(size: number): Held<LabWorklistRow> {
  const rows = Array.from({ length: size }, (_, index) => {
    const [[, row] = []] = changesOf(labWorklistView, anEvent('lab.order.created', { resource: order(index, 1) }), room, () => null)
    if (!row) throw new Error('an order makes no row')
    return row
  })
  return { rows, asOf: { epoch: 'epoch-1' as Epoch, seq: 0 }, positions: { [room]: 0 }, nextCursor: null }
}

/** Orders all over the list change, each by a delivery of its own. */
const changesIn = (size: number) =>
  Array.from({ length: CHANGES }, (_, turn) => {
    const index = (turn * 7919) % size
    return anEvent('order.updated', { resource: { ...order(index, 2 + turn), note: [{ text: `call ${turn}` }] } })
  })

/** P13: the list after one of its rows changed, beside a store that keeps rows by id and compares nothing. */
export const oneRow = (workshop: Workshop): Line => ({
  id: 'P13',
  async run() {
    const rows: Row[] = []
    for (const size of [1000, 10_000]) {
      const list = worklist(size)
      const deliveries = inRoom(room, changesIn(size))
      const rowsAfter = deliveries.map(({ event }) => (event?.resource.id ? { id: event.resource.id, note: 'changed' } : null))
      const ours = async () => {
        const since = performance.now()
        let held = list
        for (const delivery of deliveries) held = carryOn(labWorklistView, held, [delivery])
        const ms = (performance.now() - since) / CHANGES
        if (held.positions[room] !== CHANGES || held.rows.length !== size) throw new Error('the list missed a change')
        return ms
      }
      const places = new Map(list.rows.map(({ id }, index) => [id, index]))
      const bare = async () => {
        const since = performance.now()
        let held: readonly object[] = list.rows
        for (const row of rowsAfter) {
          const at = row ? places.get(row.id) : undefined
          if (at !== undefined) held = held.with(at, { ...held[at], ...row })
        }
        return (performance.now() - since) / CHANGES
      }
      const compared = await compare({ ours, bare }, extent)
      rows.push({
        ...asRatio({ line: 'P13', workload: `one row of ${size}: the fold alone, against its budget`, unit: 'ms' }, compared, Infinity),
        judged: compared.ours.median,
        lowest: null,
        highest: null,
        target: `≤ ${MOST_MS}`,
        held: compared.ours.median <= MOST_MS,
      })
    }
    const { url } = await workshop.product()
    return [...rows, ...(await inChromium((browser) => drawnRows(browser, url)))]
  },
})
