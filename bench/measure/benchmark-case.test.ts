import { expect, test } from 'vitest'
import { countRow, differenceRow, figureRow, invariantRow, ratioRow, shareRow, tailRow } from './benchmark-case.ts'
import { exitCode, failed, type Row, summary, table } from './report.ts'

const about = { caseId: 'P0', workload: 'an event', unit: 'ms' }

test('a ratio meets its target by the median of the blocks, whatever single blocks say', () => {
  const ours = [[10, 12], [14], [30]]
  const baseline = [[10, 10], [10], [10]]
  expect(ratioRow(about, ours, baseline, 1.4)).toMatchObject({ judged: 1.4, lowest: 1.1, highest: 3, target: '≤ 1.4×', verdict: 'met' })
  expect(ratioRow(about, ours, baseline, 1.3).verdict).toBe('missed')
  expect(ratioRow(about, ours, baseline, null).verdict).toBe('printed')
})

test('a difference is judged in the unit of the values', () => {
  expect(differenceRow(about, [[7]], [[4]], 2)).toMatchObject({ judged: 3, target: '≤ +2', verdict: 'missed' })
  expect(differenceRow(about, [[5]], [[4]], 2)).toMatchObject({ target: '≤ +2', verdict: 'met' })
  expect(differenceRow(about, [[9]], [[4]], null)).toMatchObject({ judged: 5, target: 'printed', verdict: 'printed' })
})

test('percentiles are compared over all measurements', () => {
  const ours = [Array.from({ length: 99 }, () => 1), [40]]
  expect(tailRow(about, ours, [[10]], 1, 1.5)).toMatchObject({ ours: 40, judged: 4, verdict: 'missed' })
  expect(tailRow(about, ours, [[10]], 0.5, 1.5)).toMatchObject({ ours: 1, verdict: 'met' })
})

test('a count is judged without its baseline', () => {
  expect(countRow(about, 0, 10, 0)).toMatchObject({ ours: 0, baseline: 10, judged: 0, verdict: 'met' })
  expect(countRow(about, 1, 0, 0).verdict).toBe('missed')
})

test('a share meets its target from the minimum on', () => {
  expect(shareRow(about, 60, 100, 0.6)).toMatchObject({ judged: 0.6, target: '≥ 0.6×', verdict: 'met' })
  expect(shareRow(about, 59, 100, 0.6).verdict).toBe('missed')
  expect(shareRow(about, Number.NaN, 100, 0.6).verdict).toBe('missed')
})

test('an invariant is met or broken, with the baseline for information', () => {
  expect(invariantRow(about, 0, 10)).toMatchObject({ ours: 0, baseline: 10, judged: 0, target: '≤ 0', verdict: 'met' })
  expect(invariantRow(about, 1)).toMatchObject({ baseline: null, verdict: 'BROKEN' })
  expect(invariantRow(about, Number.NaN).verdict).toBe('BROKEN')
})

test('the run fails for a broken invariant and a failed case, not for a missed target', () => {
  const missed = figureRow(about, 3, 2)
  expect(exitCode([missed, invariantRow(about, 0)])).toBe(0)
  expect(exitCode([missed, invariantRow(about, 1)])).toBe(1)
  expect(exitCode([missed, failed('P4', new Error('no browser'))])).toBe(1)
})

test('NaN never meets a target', () => {
  expect(figureRow(about, Number.NaN, 5).verdict).toBe('missed')
  expect(ratioRow(about, [[Number.NaN]], [[1]], 5).verdict).toBe('missed')
})

test('a failed case is listed with its reason and counted', () => {
  const rows: Row[] = [figureRow(about, 1, 2), failed('P4', new Error('Timeout 30000ms exceeded.\nCall log: …'))]
  expect(table(rows)).toMatch(/^P4 +Timeout 30000ms exceeded\. .*FAILED$/m)
  expect(summary(rows)).toBe('1 met, 0 missed, 0 broken, 1 failed')
})
