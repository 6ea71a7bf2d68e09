import { prescribeInput } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { ceftriaxone, complete } from '../testing.ts'
import { entryFor, prescribeInputOf, prescriptionForm, sigOf } from './prescription.ts'

const invalidFieldsOf = (change: object) =>
  prescriptionForm.safeParse({ ...complete, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('the prescription form', () => {
  it('a complete form yields a valid command input', () => {
    const input = prescribeInputOf(ceftriaxone.id, prescriptionForm.parse(complete))
    expect(prescribeInput.omit({ commandId: true, patientId: true, duplicateReason: true }).parse(input)).toEqual({
      drugId: ceftriaxone.id,
      dose: { value: '2', unit: 'g' },
      route: 'intravenous',
      frequency: 'once daily',
      durationDays: 5,
      reviewDays: null,
      asNeededReason: null,
      priority: 'routine',
      indication: 'pneumonia',
      note: null,
    })
  })

  it('a dose without unit and error-prone dose notation are refused (MED-4, FMT-4, FMT-5)', () => {
    expect(invalidFieldsOf({ unit: '' })).toEqual(['unit'])
    for (const value of ['', '0', '5.0', '.5', '05', '5,0', '1 g'])
      expect(invalidFieldsOf({ value }), value).toEqual(expect.arrayContaining(['value']))
    for (const value of ['0.5', '12.5', '1200']) expect(invalidFieldsOf({ value }), value).toEqual([])
  })

  it('banned abbreviations are refused, in free text only unambiguous ones (FMT-5)', () => {
    expect(invalidFieldsOf({ note: 'give 10 U first' })).toEqual(['note'])
    expect(invalidFieldsOf({ indication: 'MS, stable' })).toEqual([])
    expect(invalidFieldsOf({ asNeeded: true, asNeededReason: 'MS pain' })).toEqual(['asNeededReason'])
  })

  it('a reason for as-needed use, an indication and whole days are required', () => {
    expect(invalidFieldsOf({ asNeeded: true })).toEqual(['asNeededReason'])
    expect(invalidFieldsOf({ indication: '  ' })).toEqual(['indication'])
    expect(invalidFieldsOf({ days: '0' })).toEqual(['days'])
    expect(invalidFieldsOf({ days: '366' })).toEqual(['days'])
    expect(invalidFieldsOf({ days: '', needsLimit: false })).toEqual([])
  })

  it('an antibiotic or opioid requires a duration or review period, except a single dose (ORD-6)', () => {
    expect(invalidFieldsOf({ days: '' })).toEqual(['days'])
    expect(invalidFieldsOf({ days: '', review: '3' })).toEqual([])
    expect(invalidFieldsOf({ days: '', review: '31' })).toEqual(expect.arrayContaining(['review']))
    expect(invalidFieldsOf({ days: '', frequency: 'once now' })).toEqual([])
    expect(entryFor(ceftriaxone).needsLimit).toBe(true)
    expect(entryFor({ ...ceftriaxone, timeLimited: null }).needsLimit).toBe(false)
  })

  it('a new form is prefilled only where the product allows a single value (MED-3)', () => {
    expect(entryFor(ceftriaxone)).toMatchObject({ value: '', unit: 'g', route: '', frequency: '' })
  })

  it('directions omit a dose that would be refused', () => {
    expect(sigOf(ceftriaxone, { ...complete, value: '2.0' }).dose).toBeNull()
    expect(sigOf(ceftriaxone, complete)).toMatchObject({ dose: { value: '2', unit: 'g' }, durationDays: 5, asNeededReason: null })
  })
})
