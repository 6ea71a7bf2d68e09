import { allergySummaryOf } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

describe('problems', () => {
  it('are added with an onset and resolved with an end', async () => {
    const { patientId } = await ward.admit()
    await ward.amal.problems.add({
      commandId: commandId(),
      patientId,
      code: { system: 'http://snomed.info/sct', code: '233604007', display: 'Pneumonia' },
      text: 'Pneumonia',
      onset: '2026-11',
    })
    const [row] = (await ward.amal.problems.list({ patientId })).rows
    expect(row).toMatchObject({ display: 'Pneumonia', code: '233604007', clinicalStatus: 'active', onsetAt: '2026-11' })
    await ward.sami.problems.resolve({ commandId: commandId(), patientId, problemId: row?.id ?? '', versionId: row?.versionId ?? '' })
    const [after] = (await ward.amal.problems.list({ patientId })).rows
    expect(after).toMatchObject({ clinicalStatus: 'resolved', resolvedAt: expect.stringMatching(/^\d{4}-/), changedBy: 'Dr Sami Idris' })
  })

  it('of another patient are not found', async () => {
    const [one, other] = [await ward.admit(), await ward.admit()]
    const { problemId } = await ward.amal.problems.add({
      commandId: commandId(),
      patientId: one.patientId,
      code: null,
      text: 'Cough',
      onset: null,
    })
    const resolve = { commandId: commandId(), patientId: other.patientId, problemId: problemId ?? '', versionId: '1' }
    expect((await refusalOf(ward.amal.problems.resolve(resolve))).code).toBe('NOT_FOUND')
  })
})

describe('no known allergies', () => {
  it('is a statement with its author, ends when an allergy is recorded, and does not return when that is removed', async () => {
    const { patientId } = await ward.admit()
    const summary = async () => allergySummaryOf((await ward.amal.allergies.list({ patientId })).rows)
    expect(await summary()).toEqual({ state: 'notAssessed' })
    await ward.huda.allergies.noneKnown({ commandId: commandId(), patientId })
    expect(await summary()).toMatchObject({ state: 'none', statement: { recorder: expect.stringContaining('Huda'), versionId: '1' } })

    const latex = { substance: 'latex', code: null, type: 'allergy', criticality: 'high', reaction: null, severity: null } as const
    const { allergyId } = await ward.amal.allergies.add({ commandId: commandId(), patientId, ...latex })
    expect(await summary()).toMatchObject({ state: 'list', allergies: [{ substance: 'latex' }] })
    const denied = ward.huda.allergies.noneKnown({ commandId: commandId(), patientId })
    expect((await refusalOf(denied)).code).toBe('NOT_IN_THIS_STATE')

    await ward.amal.allergies.remove({ commandId: commandId(), patientId, allergyId, versionId: '1', reason: 'wrong substance' })
    expect(await summary()).toEqual({ state: 'notAssessed' })
  })

  it('is not for staff who do not treat the patient', async () => {
    const { patientId } = await ward.admit()
    expect((await refusalOf(ward.yusuf.allergies.noneKnown({ commandId: commandId(), patientId }))).code).toBe('NOT_ALLOWED')
  })
})

describe('allergies', () => {
  it('are listed for laboratory staff too, most severe first, and are removed as entered in error with the reason', async () => {
    const { patientId } = await ward.admit()
    const add = (substance: string, severity: 'mild' | 'severe') => ({
      commandId: commandId(),
      patientId,
      substance,
      code: null,
      type: 'allergy' as const,
      criticality: severity === 'severe' ? ('high' as const) : ('low' as const),
      reaction: severity === 'severe' ? 'anaphylaxis' : 'rash',
      severity,
    })
    await ward.huda.allergies.add(add('sulfamethoxazole', 'mild'))
    await ward.huda.allergies.add(add('penicillin', 'severe'))
    const { rows } = await ward.yusuf.allergies.list({ patientId })
    expect(rows.map(({ substance }) => substance)).toEqual(['penicillin', 'sulfamethoxazole'])
    const [penicillin] = rows
    await ward.amal.allergies.remove({
      commandId: commandId(),
      patientId,
      allergyId: penicillin?.id ?? '',
      versionId: '1',
      reason: 'recorded for the wrong patient',
    })
    expect((await ward.amal.allergies.list({ patientId })).rows.map(({ substance }) => substance)).toEqual(['sulfamethoxazole'])
    const stored = await (await ward.as('dr.amal')).resources.read('AllergyIntolerance', penicillin?.id ?? '')
    expect(stored).toMatchObject({
      verificationStatus: { coding: [{ code: 'entered-in-error' }] },
      note: [{ text: 'recorded for the wrong patient' }],
    })
  })
})
