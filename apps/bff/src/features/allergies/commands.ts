import { type AddAllergy, idOf, type RemoveAllergy, staff, systems } from '@wardline/events'
import type { AllergyIntolerance } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { atVersion, commandContextOf } from '../../commands/command-context.ts'
import { mustTreat } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientOf } from '../../fhir-builders/authorship.ts'

export async function addAllergy(ctx: AuthenticatedContext, input: AddAllergy) {
  const permit = await mustTreat(ctx, input.patientId)
  const { subject, by, at } = commandContextOf(ctx, permit)
  const allergy: AllergyIntolerance = {
    resourceType: 'AllergyIntolerance',
    id: ctx.newId(),
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
  return ctx.record(permit, {
    commandId: input.commandId,
    input,
    resources: [allergy],
    events: [{ type: 'patient.allergy.added', resource: allergy, data: {} }],
    answer: { allergyId: allergy.id },
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
