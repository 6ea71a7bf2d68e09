import { describe, expect, it } from 'vitest'
import { dispenseForm } from './dispense-form.ts'

const typed = { quantity: '5', unit: 'vial', daysSupply: '', duplicateReason: '' }

describe('the dispense form (PHQ-16, PHQ-18)', () => {
  it('makes of what was typed the fields of the command', () => {
    expect(dispenseForm(false).parse(typed)).toEqual({ quantity: 5, unit: 'vial', daysSupply: null, duplicateReason: null })
    expect(dispenseForm(false).parse({ ...typed, quantity: '٢٫٥', daysSupply: ' ٧ ' })).toMatchObject({ quantity: 2.5, daysSupply: 7 })
  })

  it.each([
    ['no quantity', { quantity: '' }],
    ['nothing at all', { quantity: '0' }],
    ['words', { quantity: 'five' }],
    ['half a day', { daysSupply: '1.5' }],
    ['no unit', { unit: ' ' }],
  ])('refuses %s', (_, change) => {
    expect(dispenseForm(false).safeParse({ ...typed, ...change }).success).toBe(false)
  })

  it('wants a reason when it was dispensed today already', () => {
    expect(dispenseForm(true).safeParse(typed).success).toBe(false)
    expect(dispenseForm(true).parse({ ...typed, duplicateReason: ' vial broken ' }).duplicateReason).toBe('vial broken')
  })
})
