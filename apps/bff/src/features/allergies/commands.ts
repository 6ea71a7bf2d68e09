import {
  type AddAllergy,
  allergyStatementOf,
  idOf,
  type RecordNoKnownAllergies,
  type RemoveAllergy,
  staff,
  systems,
} from '@wardline/events'
import type { AllergyIntolerance } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { atVersion, commandContextOf } from '../../commands/command-context.ts'
import { mustTreat } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientOf } from '../../fhir-builders/authorship.ts'

export async function addAllergy(ctx: AuthenticatedContext, input: AddAllergy) {
  const permit = await mustTreat(ctx, input.patientId)
  const { subject, by, at } = commandContextOf(ctx, permit)
  const allergyId = ctx.newId()
  const allergy: AllergyIntolerance = {
    resourceType: 'AllergyIntolerance',
    id: allergyId,
    clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'confirmed' }] },
    type: input.type,
    criticality: input.criticality,
    code: { ...(input.code ? { coding: [input.code] } : {}), text: input.substance },
    patient: patientOf(subject),
    recordedDate: at,
    recorder: staff(by),
    ...(input.reaction
      ? { reaction: [{ manifestation: [{ text: input.reaction }], ...(input.severity ? { severity: input.severity } : {}) }] }
      : {}),
  }
  // The recorded allergy refutes an earlier statement: it must not return when the allergy is removed.
  const statements = (await ctx.resources.find('AllergyIntolerance', { patientId: input.patientId })).filter((other) => {
    const statement = allergyStatementOf(other)
    return statement?.status === 'active' && statement.noKnown !== null
  })
  const refuted = statements.map(
    (other): AllergyIntolerance => ({
      ...other,
      verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'refuted' }] },
    }),
  )
  return ctx.record(permit, {
    commandId: input.commandId,
    input,
    resources: [allergy, ...refuted],
    events: [
      { type: 'patient.allergy.added', resource: allergy, data: {} },
      ...refuted.map((resource) => ({ type: 'patient.allergy.removed' as const, resource, data: { reason: 'An allergy was recorded' } })),
    ],
    answer: { allergyId },
  })
}

/** SNOMED CT: No known allergy (situation). */
const NO_KNOWN_ALLERGY = { system: systems.snomed, code: '716186003', display: 'No known allergy' }

/**
 * Records that no allergy is known, with author and time; only a physician or nurse of the patient may.
 *
 * @throws Refusal NOT_IN_THIS_STATE while an allergy is recorded
 */
export async function recordNoKnownAllergies(ctx: AuthenticatedContext, input: RecordNoKnownAllergies) {
  const permit = await mustTreat(ctx, input.patientId)
  const { subject, by, at } = commandContextOf(ctx, permit)
  const recorded = await ctx.resources.find('AllergyIntolerance', { patientId: input.patientId })
  const active = recorded.filter((allergy) => {
    const statement = allergyStatementOf(allergy)
    return statement?.status === 'active' && statement.noKnown === null
  })
  if (active.length > 0) throw new Refusal('NOT_IN_THIS_STATE', { allergies: active.map(({ code }) => code?.text ?? null) })
  const allergyId = ctx.newId()
  const statement: AllergyIntolerance = {
    resourceType: 'AllergyIntolerance',
    id: allergyId,
    clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'confirmed' }] },
    code: { coding: [NO_KNOWN_ALLERGY], text: NO_KNOWN_ALLERGY.display },
    patient: patientOf(subject),
    recordedDate: at,
    recorder: staff(by),
  }
  return ctx.record(permit, {
    commandId: input.commandId,
    input,
    resources: [statement],
    events: [{ type: 'patient.allergy.added', resource: statement, data: {} }],
    answer: { allergyId },
  })
}

/** Marks an allergy as entered in error, with author and reason; allergies are never deleted. */
export async function removeAllergy(ctx: AuthenticatedContext, input: RemoveAllergy) {
  const permit = await mustTreat(ctx, input.patientId)
  const { by, at } = commandContextOf(ctx, permit)
  const allergy = await ctx.resources.read('AllergyIntolerance', input.allergyId)
  if (!allergy || idOf(allergy.patient, 'Patient') !== input.patientId) throw new Refusal('NOT_FOUND')
  // R4 allows no clinical status with entered-in-error (ait-2).
  const { clinicalStatus: _omitted, ...rest } = allergy
  const removed = atVersion<AllergyIntolerance>(
    {
      ...rest,
      verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'entered-in-error' }] },
      note: [...(allergy.note ?? []), { authorReference: staff(by), time: at, text: input.reason }],
    },
    input.versionId,
  )
  return ctx.record(permit, {
    commandId: input.commandId,
    input,
    resources: [removed],
    events: [{ type: 'patient.allergy.removed', resource: removed, data: { reason: input.reason } }],
  })
}
