import {
  type AddAllergy,
  allergyStatementOf,
  idOf,
  type RecordNoKnownAllergies,
  type RemoveAllergy,
  type Stored,
  staff,
  systems,
} from '@wardline/events'
import type { AllergyIntolerance } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { atVersion, commandContextOf } from '../../commands/command-context.ts'
import { decideOnCurrent } from '../../commands/guards/decide-on-current.ts'
import { mustBeNew } from '../../commands/guards/must-be-new.ts'
import { mustTreat } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientOf } from '../../fhir-builders/authorship.ts'

const stated = (allergies: readonly Stored<AllergyIntolerance>[]) =>
  allergies.filter((allergy) => allergyStatementOf(allergy)?.status === 'active')
const isNoneKnown = (allergy: AllergyIntolerance) => allergyStatementOf(allergy)?.noKnown !== null

/**
 * Records an allergy or intolerance. It refutes an earlier statement of no known allergies, which must not return when the allergy
 * is removed.
 *
 * @throws Refusal ALREADY_RECORDED when the same substance is active
 */
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
  return decideOnCurrent(ctx, input.patientId, async (decidedAt) => {
    const active = stated(await ctx.resources.find('AllergyIntolerance', { patientId: input.patientId }))
    mustBeNew(
      input.substance,
      active.filter((other) => !isNoneKnown(other)),
    )
    const refuted = active.filter(isNoneKnown).map(
      (other): Stored<AllergyIntolerance> => ({
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
      decidedAt,
      answer: { allergyId },
    })
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
  return decideOnCurrent(ctx, input.patientId, async (decidedAt) => {
    const allergies = stated(await ctx.resources.find('AllergyIntolerance', { patientId: input.patientId })).filter(
      (other) => !isNoneKnown(other),
    )
    if (allergies.length > 0) throw new Refusal('NOT_IN_THIS_STATE', { allergies: allergies.map(({ code }) => code?.text ?? null) })
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [statement],
      events: [{ type: 'patient.allergy.added', resource: statement, data: {} }],
      decidedAt,
      answer: { allergyId },
    })
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
