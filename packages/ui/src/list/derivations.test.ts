import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesBetween } from './changes-between.ts'
import { countByCategory } from './count-by-category.ts'
import { filterAndSort } from './filter-and-sort.ts'

interface Row {
  readonly id: number
  readonly rank: number
}

/** Changes of a live list: a row is added, removed, changed or moved, several at once, or all are refetched. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), id: fc.nat(40), rank: fc.nat(9), at: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), at: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('burst' as const), at: fc.nat(60), size: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reread' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function apply(rows: readonly Row[], step: Step, round: number): readonly Row[] {
  if (step.kind === 'reread') return rows.map((row) => ({ ...row }))
  if (step.kind === 'take') return rows.toSpliced(step.at % (rows.length + 1), 1)
  if (step.kind === 'burst') {
    const come = Array.from({ length: step.size }, (_, index) => ({ id: 1000 + round * 100 + index, rank: index % 10 }))
    return rows.toSpliced(step.at % (rows.length + 1), 0, ...come)
  }
  const without = rows.filter(({ id }) => id !== step.id)
  return without.toSpliced(step.at % (without.length + 1), 0, { id: step.id, rank: step.rank })
}

const start = Array.from({ length: 30 }, (_, index): Row => ({ id: 100 + index, rank: index % 7 }))
const histories = fc.array(step, { maxLength: 60 })
const order = (a: Row, b: Row) => a.rank - b.rank || a.id - b.id

describe('changes between two lists', () => {
  it('turn the previous list into the new one after any history', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        let rows: readonly Row[] = start
        for (const [index, change] of steps.entries()) {
          const next = apply(rows, change, index)
          const changes = changesBetween(rows, next)
          if (changes) {
            const left = rows.toSpliced(0, 0)
            for (const row of changes.removed) left.splice(left.indexOf(row), 1)
            expect(new Set([...left, ...changes.added])).toEqual(new Set(next))
            expect(left.length + changes.added.length).toBe(next.length)
          }
          rows = next
        }
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('are one row when one of ten thousand rows changes or moves', () => {
    const many = Array.from({ length: 10_000 }, (_, id): Row => ({ id, rank: 0 }))
    const changed = { id: 5000, rank: 1 }
    expect(changesBetween(many, many.with(5000, changed))).toEqual({ removed: [many[5000]], added: [changed] })
    expect(changesBetween(many, many.toSpliced(5000, 1).toSpliced(3, 0, changed))).toEqual({ removed: [many[5000]], added: [changed] })
    expect(changesBetween(many, [changed, ...many])).toEqual({ removed: [], added: [changed] })
    expect(changesBetween(many, many)).toEqual({ removed: [], added: [] })
  })

  it('are null when most rows are new', () => {
    const many = Array.from({ length: 1000 }, (_, id): Row => ({ id, rank: 0 }))
    expect(changesBetween(many, structuredClone(many))).toBeNull()
    expect(changesBetween([], many)).toBeNull()
  })
})

describe('an incremental derivation equals a full computation after every step of a history', () => {
  const rules = [0, 3, 9].map((least) => ({ isIncluded: ({ rank }: Row) => rank >= least, order }))
  const countedAs = [
    ({ rank }: Row) => (rank > 5 ? (['high', 'all'] as const) : (['all'] as const)),
    ({ rank }: Row) => (rank % 2 ? (['high'] as const) : []),
  ]

  it('for filtering and sorting with changing rules', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(2), { minLength: 60, maxLength: 60 }), (steps, chosen) => {
        const arrange = filterAndSort<Row>()
        let rows: readonly Row[] = start
        for (const [index, change] of steps.entries()) {
          rows = apply(rows, change, index)
          // The rule changes every ten steps, as when a user selects another stage.
          const rule = rules[(chosen[index - (index % 10)] ?? 0) % rules.length] as (typeof rules)[number]
          expect(arrange(rows, rule)).toEqual(rows.filter(rule.isIncluded).sort(order))
        }
      }),
      { seed: 11, numRuns: 300 },
    )
  })

  it('for counting in several categories', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const count = countByCategory<Row, 'high' | 'all'>(['high', 'all'])
        let rows: readonly Row[] = start
        for (const [index, change] of steps.entries()) {
          rows = apply(rows, change, index)
          const rule = countedAs[Math.floor(index / 10) % 2] as (typeof countedAs)[number]
          const names = rows.flatMap((row) => [...rule(row)])
          expect(count(rows, rule)).toEqual({
            high: names.filter((name) => name === 'high').length,
            all: names.filter((name) => name === 'all').length,
          })
        }
      }),
      { seed: 13, numRuns: 300 },
    )
  })

  it('processes changed rows only', () => {
    const many = Array.from({ length: 10_000 }, (_, id): Row => ({ id, rank: id % 10 }))
    const visited: number[] = []
    const rule = {
      isIncluded: ({ id, rank }: Row) => {
        visited.push(id)
        return rank > 4
      },
      order,
    }
    const arrange = filterAndSort<Row>()
    const before = arrange(many, rule)
    visited.length = 0
    const after = arrange(many.with(7, { id: 7, rank: 8 }), rule)
    expect(visited).toEqual([7, 7])
    expect(after).not.toBe(before)
    visited.length = 0
    expect(arrange(many.with(7, { id: 7, rank: 8 }).with(1, { id: 1, rank: 2 }), rule)).toEqual(after)
    expect(new Set(visited)).toEqual(new Set([7, 1]))
  })

  it('keeps the identity of an equal value', () => {
    const rule = { isIncluded: ({ rank }: Row) => rank > 4, order }
    const arrange = filterAndSort<Row>()
    const before = arrange(start, rule)
    expect(arrange(start, { ...rule })).toBe(before)
    expect(arrange([...start, { id: 1, rank: 0 }], rule)).toBe(before)
  })
})
