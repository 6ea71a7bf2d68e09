import { describe, expect, it } from 'vitest'
import { audiences } from '../people.ts'
import { parseRoom } from '../rooms.ts'
import { WardLog, wardHistory } from '../testing/index.ts'
import { applyDeliveries } from './framework/apply-deliveries.ts'
import { views } from './index.ts'

const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1)

describe.each(views.map((view) => [view.name, view] as const))('%s', (_, view) => {
  it.each(seeds)('a stale snapshot plus events equals a fresh snapshot, for every audience and every prefix of history %i', (seed) => {
    const log = new WardLog(wardHistory(seed, { length: 60 }))
    for (const room of log.rooms.filter((name) => parseRoom(name)?.kind === view.room)) {
      const fresh = log.snapshot(view, room)
      for (const audience of audiences.filter((reader) => view.audiences.includes(reader))) {
        const deliveries = log.deliveries(room, audience)
        for (let seq = 0; seq <= log.head(room); seq++)
          expect(applyDeliveries(view, log.snapshot(view, room, seq), deliveries).rows).toEqual(fresh.rows)
      }
    }
  })

  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'a first page with applied deliveries is still the first page, or is marked as incomplete (history %i)',
    (seed) => {
      const log = new WardLog(wardHistory(seed, { length: 80 }))
      for (const room of log.rooms.filter((name) => parseRoom(name)?.kind === view.room)) {
        const [reader] = view.audiences
        if (!reader) continue
        const fresh = log.snapshot(view, room)
        for (let seq = 0; seq <= log.head(room); seq++) {
          const page = applyDeliveries(view, log.snapshot(view, room, seq, 3), log.deliveries(room, reader))
          if (!page.isIncomplete) expect(fresh.rows.slice(0, page.rows.length)).toEqual(page.rows)
        }
      }
    },
  )
})

it.each(views.map((view) => [view.name, view] as const))(
  'rows of %s are byte-identical whether folded in memory or restored from JSON',
  (_, view) => {
    for (const seed of seeds) {
      const log = new WardLog(wardHistory(seed, { length: 80 }))
      for (const room of log.rooms.filter((name) => parseRoom(name)?.kind === view.room)) {
        const [reader] = view.audiences
        if (!reader) continue
        const halfway = JSON.parse(JSON.stringify(log.snapshot(view, room, Math.floor(log.head(room) / 2))))
        const applied = applyDeliveries(view, halfway, log.deliveries(room, reader))
        expect(JSON.stringify(applied.rows)).toBe(JSON.stringify(log.snapshot(view, room).rows))
      }
    }
  },
)

it('every view has rows in at least one history', () => {
  const logs = seeds.map((seed) => new WardLog(wardHistory(seed, { length: 60 })))
  for (const view of views) {
    const rows = logs.flatMap((log) =>
      log.rooms.filter((name) => parseRoom(name)?.kind === view.room).flatMap((room) => log.snapshot(view, room).rows),
    )
    expect([view.name, rows.length > 0 || view.name === 'care-team']).toEqual([view.name, true])
  }
})
