import { describe, expect, it } from 'vitest'
import { dispenseFormSchema } from './dispense-form.ts'

const input = { quantity: '5', unit: 'vial', daysSupply: '', duplicateReason: '' }

describe('dispensing form (PHQ-16, PHQ-18)', () => {
  it('parses the input into the fields of the command', () => {
    expect(dispenseFormSchema(false).parse(input)).toEqual({ quantity: 5, unit: 'vial', daysSupply: null, duplicateReason: null })
    expect(dispenseFormSchema(false).parse({ ...input, quantity: '٢٫٥', daysSupply: ' ٧ ' })).toMatchObject({
      quantity: 2.5,
      daysSupply: 7,
    })
  })

  it.each([
    ['a missing quantity', { quantity: '' }],
    ['a quantity of zero', { quantity: '0' }],
    ['a quantity in words', { quantity: 'five' }],
    ['a fraction of a day', { daysSupply: '1.5' }],
    ['a missing unit', { unit: ' ' }],
  ])('rejects %s', (_, change) => {
    expect(dispenseFormSchema(false).safeParse({ ...input, ...change }).success).toBe(false)
  })

  it('requires a reason when the order was already dispensed today', () => {
    expect(dispenseFormSchema(true).safeParse(input).success).toBe(false)
    expect(dispenseFormSchema(true).parse({ ...input, duplicateReason: ' vial broken ' }).duplicateReason).toBe('vial broken')
  })
})
