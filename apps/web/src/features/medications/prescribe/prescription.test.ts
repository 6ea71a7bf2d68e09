import { prescribeInput } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { ceftriaxone, complete } from '../testing.ts'
import { entryFor, partsOf, prescriptionForm, sigOf } from './prescription.ts'

const refused = (change: object) =>
  prescriptionForm.safeParse({ ...complete, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('a prescription as it is typed', () => {
  it('is complete as the command wants it', () => {
    const parts = partsOf(ceftriaxone.id, prescriptionForm.parse(complete))
    expect(prescribeInput.omit({ commandId: true, patientId: true, duplicateReason: true }).parse(parts)).toEqual({
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

  it('refuses a number without a unit, and every way of writing that is misread (MED-4, FMT-4, FMT-5)', () => {
    expect(refused({ unit: '' })).toEqual(['unit'])
    for (const value of ['', '0', '5.0', '.5', '05', '5,0', '1 g'])
      expect(refused({ value }), value).toEqual(expect.arrayContaining(['value']))
    for (const value of ['0.5', '12.5', '1200']) expect(refused({ value }), value).toEqual([])
  })

  it('refuses banned abbreviations, and in free text only those that have no other meaning (FMT-5)', () => {
    expect(refused({ note: 'give 10 U first' })).toEqual(['note'])
    expect(refused({ indication: 'MS, stable' })).toEqual([])
    expect(refused({ onlyIfNeeded: true, neededFor: 'MS pain' })).toEqual(['neededFor'])
  })

  it('wants a reason for what is given as needed, an indication for everything, and whole days', () => {
    expect(refused({ onlyIfNeeded: true })).toEqual(['neededFor'])
    expect(refused({ indication: '  ' })).toEqual(['indication'])
    expect(refused({ days: '0' })).toEqual(['days'])
    expect(refused({ days: '366' })).toEqual(['days'])
    expect(refused({ days: '', needsLimit: false })).toEqual([])
  })

  it('an antibiotic or opioid ends or is reviewed; one dose ends by itself (ORD-6)', () => {
    expect(refused({ days: '' })).toEqual(['days'])
    expect(refused({ days: '', review: '3' })).toEqual([])
    expect(refused({ days: '', review: '31' })).toEqual(expect.arrayContaining(['review']))
    expect(refused({ days: '', frequency: 'once now' })).toEqual([])
    expect(entryFor(ceftriaxone).needsLimit).toBe(true)
    expect(entryFor({ ...ceftriaxone, timeLimited: null }).needsLimit).toBe(false)
  })

  it('starts with nothing but what the product leaves no choice about (MED-3)', () => {
    expect(entryFor(ceftriaxone)).toMatchObject({ value: '', unit: 'g', route: '', frequency: '' })
  })

  it('words no dose that would be refused', () => {
    expect(sigOf(ceftriaxone, { ...complete, value: '2.0' }).dose).toBeNull()
    expect(sigOf(ceftriaxone, complete)).toMatchObject({ dose: { value: '2', unit: 'g' }, durationDays: 5, asNeededReason: null })
  })
})
