import { expect, it } from 'vitest'
import type { Refusal } from '../refusal.ts'
import { mustBePossibleTime } from './clinical-time.ts'

const now = new Date('2026-11-30T12:00:00.000Z')

function ruleOf(at: string, birthDate: string | null): unknown {
  try {
    mustBePossibleTime('collectedAt', at, { now, subject: { birthDate } })
    return null
  } catch (refusal) {
    return (refusal as Refusal).detail?.rule
  }
}

it.each([
  ['2026-11-30T11:00:00.000Z', '1959-03-14', null],
  ['2026-11-30T12:09:00.000Z', '1959-03-14', null],
  ['2026-11-30T12:11:00.000Z', '1959-03-14', 'in the future'],
  ['1900-01-01T00:00:00.000Z', '1959-03-14', 'before birth'],
  ['1900-01-01T00:00:00.000Z', null, 'more than a year ago'],
  ['2026-11-29T06:00:00.000Z', '2026-11-30', 'before birth'],
  ['2026-11-29T22:00:00+03:00', '2026-11-30', null],
  ['2026-02-01T00:00:00.000Z', '2026', null],
  ['2026-02-01T00:00:00.000Z', '2026-11', 'before birth'],
  ['2024-11-30T12:00:00.000Z', '1959', 'more than a year ago'],
  ['yesterday', '1959', 'not a time'],
])('a time of %s for a patient born %s: %s', (at, birthDate, rule) => expect(ruleOf(at, birthDate)).toBe(rule))
