import { describe, expect, it } from 'vitest'
import { systems } from '../../fhir.ts'
import { anEvent, samples } from '../../testing/index.ts'
import { rowsAfter } from '../../testing/rows-after.ts'
import { allergiesView, allergySummaryOf } from './allergies.ts'

describe('the allergies of a patient (SHL-3)', () => {
  it.each([
    ['716186003', undefined, 'all'],
    ['409137002', undefined, 'drug'],
    [undefined, 'No known drug allergies', 'drug'],
    ['716186003', 'No known drug allergy', 'drug'],
    [undefined, 'NKDA', 'drug'],
    [undefined, 'penicillin', null],
  ])('a statement with code %s and text %s covers %s', (code, text, noKnown) => {
    const { recorder: _recorder, asserter: _asserter, ...allergy } = samples.sampleAllergy()
    const coding = code ? { coding: [{ system: systems.snomed, code }] } : {}
    const imported = anEvent('fhir.resource.created', { resource: { ...allergy, code: { ...coding, ...(text ? { text } : {}) } } })
    // The import recorded it, but who made the statement is not known.
    expect(rowsAfter(allergiesView, [imported])).toMatchObject([{ noKnown, status: 'active', recorder: null }])
  })

  it.each([
    ['refuted', 'active', 'refuted'],
    ['confirmed', 'inactive', 'inactive'],
    ['confirmed', 'resolved', 'inactive'],
    ['unconfirmed', 'active', 'active'],
  ])('an allergy that is %s and %s counts as %s', (verification, clinical, status) => {
    const resource = {
      ...samples.sampleAllergy(),
      verificationStatus: { coding: [{ system: systems.allergyVerification, code: verification }] },
      clinicalStatus: { coding: [{ system: systems.allergyClinical, code: clinical }] },
    }
    const rows = rowsAfter(allergiesView, [anEvent('patient.allergy.added', { resource })])
    expect(rows).toMatchObject([{ status }])
    expect(allergySummaryOf(rows).state).toBe(status === 'active' ? 'list' : 'notAssessed')
  })
})
