import { describe, expect, it } from 'vitest'
import { criticalFlag, flagFor, reportedNumber } from './judging.ts'

const potassium = { low: 3.5, high: 5.1 }
const critical = { low: 2.8, high: 6.5 }
const judge = (text: string) => {
  const value = reportedNumber(text)
  return flagFor(value, potassium, criticalFlag(value, critical))
}

describe('flags from interval and critical limits (LAB-6)', () => {
  it.each([
    ['4.2', 'N'],
    ['3.5', 'N'],
    ['3.4', 'L'],
    ['2.8', 'L'],
    ['2.7', 'LL'],
    ['5.1', 'N'],
    ['5.2', 'H'],
    ['6.4', 'H'],
    ['6.5', 'HH'],
    ['6.50', 'HH'],
    ['<2.8', 'LL'],
    ['<3.5', 'L'],
    ['>5.1', 'H'],
    ['>8', 'HH'],
    ['-1', 'LL'],
  ])('%s is %s', (text, flag) => expect(judge(text)).toBe(flag))

  it('makes no alarm of a comparator that says nothing about the limit', () => {
    expect(criticalFlag(reportedNumber('>5'), critical)).toBeNull()
    expect(criticalFlag(reportedNumber('<3'), critical)).toBeNull()
  })

  it('has no flag where nothing is known, and keeps the digits (FMT-9)', () => {
    expect(flagFor(reportedNumber('4.2'), null, null)).toBeNull()
    expect(reportedNumber('<0.010')).toEqual({ text: '<0.010', comparator: '<', value: 0.01 })
  })
})
