import { expect, test } from 'vitest'
import { asCount, asFigure, asInvariant, asMore, asRatio, asShare, asTail } from './benchmark-case.ts'
import { exitCode, failed, type Row, summary, table } from './report.ts'

const about = { line: 'P0', workload: 'an event', unit: 'ms' }

test('a ratio is held up to its bar and missed beyond it, whatever single blocks say', () => {
  const ours = [[10, 12], [14], [30]]
  const bare = [[10, 10], [10], [10]]
  expect(asRatio(about, ours, bare, 1.4)).toMatchObject({ judged: 1.4, lowest: 1.1, highest: 3, target: '≤ 1.4×', verdict: 'held' })
  expect(asRatio(about, ours, bare, 1.3).verdict).toBe('missed')
  expect(asRatio(about, ours, bare, null).verdict).toBe('printed')
})

test('a difference is judged in the unit of both sides', () => {
  expect(asMore(about, [[7]], [[4]], 2)).toMatchObject({ judged: 3, target: '≤ +2', verdict: 'missed' })
  expect(asMore(about, [[5]], [[4]], 2)).toMatchObject({ target: '≤ +2', verdict: 'held' })
  expect(asMore(about, [[9]], [[4]], null)).toMatchObject({ judged: 5, target: 'printed', verdict: 'printed' })
})

test('the slow ones are compared among all measurements', () => {
  const ours = [Array.from({ length: 99 }, () => 1), [40]]
  expect(asTail(about, ours, [[10]], 1, 1.5)).toMatchObject({ ours: 40, judged: 4, verdict: 'missed' })
  expect(asTail(about, ours, [[10]], 0.5, 1.5)).toMatchObject({ ours: 1, verdict: 'held' })
})

test('a count is judged by ours alone', () => {
  expect(asCount(about, 0, 10, 0)).toMatchObject({ ours: 0, bare: 10, judged: 0, verdict: 'held' })
  expect(asCount(about, 1, 0, 0).verdict).toBe('missed')
})

test('a share is held from its bar on', () => {
  expect(asShare(about, 60, 100, 0.6)).toMatchObject({ judged: 0.6, target: '≥ 0.6×', verdict: 'held' })
  expect(asShare(about, 59, 100, 0.6).verdict).toBe('missed')
  expect(asShare(about, Number.NaN, 100, 0.6).verdict).toBe('missed')
})

test('an invariant is held or broken, with what another did beside it', () => {
  expect(asInvariant(about, 0, 10)).toMatchObject({ ours: 0, bare: 10, judged: 0, target: '≤ 0', verdict: 'held' })
  expect(asInvariant(about, 1)).toMatchObject({ bare: null, verdict: 'BROKEN' })
  expect(asInvariant(about, Number.NaN).verdict).toBe('BROKEN')
})

test('the run fails for a broken invariant and for a line without figures, not for a missed bar', () => {
  const missed = asFigure(about, 3, 2)
  expect(exitCode([missed, asInvariant(about, 0)])).toBe(0)
  expect(exitCode([missed, asInvariant(about, 1)])).toBe(1)
  expect(exitCode([missed, failed('P4', new Error('no browser'))])).toBe(1)
})

test('a figure that is no number never holds', () => {
  expect(asFigure(about, Number.NaN, 5).verdict).toBe('missed')
  expect(asRatio(about, [[Number.NaN]], [[1]], 5).verdict).toBe('missed')
})

test('a line that broke off stands in the table with its reason and is counted', () => {
  const rows: Row[] = [asFigure(about, 1, 2), failed('P4', new Error('Timeout 30000ms exceeded.\nCall log: …'))]
  expect(table(rows)).toMatch(/^P4 +Timeout 30000ms exceeded\. .*FAILED$/m)
  expect(summary(rows)).toBe('1 held, 0 missed, 0 broken, 1 failed')
})
