import { filterAndSort } from '@wardline/ui'
import { expect, it } from 'vitest'
import { anOrder } from '../testing.tsx'
import { filterFrom, LINGER_MS, orderRule, paramsOf } from './list-filter.ts'

const now = Date.parse('2026-11-20T21:00:00.000Z')
const ago = (ms: number) => new Date(now - ms).toISOString()
const rows = [
  anOrder({ id: 'open', authoredAt: ago(50_000) }),
  anOrder({ id: 'image', category: 'imaging', authoredAt: ago(40_000) }),
  anOrder({ id: 'just-done', status: 'completed', authoredAt: ago(60_000), changedAt: ago(LINGER_MS - 1) }),
  anOrder({ id: 'done', status: 'completed', authoredAt: ago(90_000_000), changedAt: ago(LINGER_MS) }),
]
const ids = (filter: Parameters<typeof orderRule>[0]) =>
  filterAndSort<(typeof rows)[number]>()(rows, orderRule(filter, now)).map(({ id }) => id)

it('the open filter shows open orders, and keeps closed orders in place for a minute (RT-9)', () => {
  expect(ids({ show: 'open', category: null })).toEqual(['image', 'open', 'just-done'])
  expect(ids({ show: 'all', category: null })).toEqual(['image', 'open', 'just-done', 'done'])
})

it('the filter hides the expected number of rows (RT-10)', () => {
  expect(rows.length - ids({ show: 'open', category: null }).length).toBe(1)
  expect(rows.length - ids({ show: 'open', category: 'imaging' }).length).toBe(3)
})

it('the filter round-trips through the URL, and unknown values fall back to the default (SHL-8)', () => {
  for (const filter of [
    { show: 'open', category: null },
    { show: 'all', category: 'imaging' },
  ] as const)
    expect(filterFrom(paramsOf(filter))).toEqual(filter)
  expect(filterFrom(new URLSearchParams('show=everything&type=lab'))).toEqual({ show: 'open', category: null })
})
