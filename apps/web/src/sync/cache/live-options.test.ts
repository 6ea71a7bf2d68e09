import { QueryClient, type QueryFunctionContext } from '@tanstack/react-query'
import { applyDeliveries, pharmacyQueueView, rooms, type Snapshot, type ViewRow } from '@wardline/events'
import { WardLog, wardHistory } from '@wardline/events/testing'
import type { RoomSubscriptions } from '@wardline/sync/client'
import { expect, it } from 'vitest'
import { LiveCache } from './live-cache.ts'
import { liveOptions } from './live-options.ts'

const room = rooms.pharmacyQueue
const PAGE = 3

/** Generates a history in which a row missing from the first page at `stale` later moves into it. */
function overtakenPage() {
  for (let seed = 1; seed < 100; seed++) {
    const log = new WardLog(wardHistory(seed, { length: 80 }))
    for (let stale = 0; stale < log.head(room); stale++)
      if (
        applyDeliveries(pharmacyQueueView, log.snapshot(pharmacyQueueView, room, stale, PAGE), log.deliveries(room, 'pharmacy'))
          .isIncomplete
      )
        return { log, stale }
  }
  throw new Error('no such history found')
}

it('a page overtaken by an event during the fetch is fetched again before it is shown', async () => {
  const { log, stale } = overtakenPage()
  const page = (seq: number) => log.snapshot(pharmacyQueueView, room, seq, PAGE) as Snapshot<ViewRow>
  const known = { epoch: log.epoch, since: (seq: number) => log.deliveries(room, 'pharmacy', seq) }
  const subscriptions = { log: () => known, land: async () => {} } as unknown as RoomSubscriptions
  const queries = new QueryClient()
  const cache = new LiveCache(queries, subscriptions)
  const answers = [page(stale), page(log.head(room))]
  const read = async () => {
    const [next] = answers.splice(0, 1)
    if (!next) throw new Error('too many fetches')
    return next
  }
  const options = liveOptions(
    { cache, client: null as never },
    { view: pharmacyQueueView, rooms: [room] },
    { queryKey: ['queue'], trpc: { path: 'queue' } },
    read,
  )

  const shown = await options.queryFn({} as QueryFunctionContext)

  expect(shown.rows).toEqual(page(log.head(room)).rows)
  expect(answers).toEqual([])
})
