import { type AddAllergy, idOf, type RemoveAllergy, staff, systems } from '@wardline/events'
import type { AllergyIntolerance } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { asSeen, commandContextOf } from '../../commands/command-context.ts'
import { mustTreat } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientOf } from '../../fhir-builders/authorship.ts'

export async function addAllergy(ctx: AuthenticatedContext, asked: AddAllergy) {
  const permit = await mustTreat(ctx, asked.patientId)
  const { subject, by, at } = commandContextOf(ctx, permit)
  const allergy: AllergyIntolerance = {
    resourceType: 'AllergyIntolerance',
    id: ctx.newId(),
    clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'confirmed' }] },
    type: asked.type,
    criticality: asked.criticality,
    code: { ...(asked.code ? { coding: [asked.code] } : {}), text: asked.substance },
    patient: patientOf(subject),
    recordedDate: at,
    recorder: staff(by),
    ...(asked.reaction
      ? { reaction: [{ manifestation: [{ text: asked.reaction }], ...(asked.severity ? { severity: asked.severity } : {}) }] }
      : {}),
  }
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: [allergy],
    happened: [{ type: 'patient.allergy.added', resource: allergy, data: {} }],
    answer: { allergyId: allergy.id },
  })
}

/** An allergy leaves the banner only as entered in error, with who said so and why; it is never deleted. */
export async function removeAllergy(ctx: AuthenticatedContext, asked: RemoveAllergy) {
  const permit = await mustTreat(ctx, asked.patientId)
  const { by, at } = commandContextOf(ctx, permit)
  const allergy = await ctx.resources.read('AllergyIntolerance', asked.allergyId)
  if (!allergy || idOf(allergy.patient, 'Patient') !== asked.patientId) throw new Refusal('NOT_FOUND')
  // R4 allows no clinical status beside entered-in-error (ait-2).
  const { clinicalStatus: _was, ...rest } = allergy
  const removed = asSeen<AllergyIntolerance>(
    {
      ...rest,
      verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'entered-in-error' }] },
      note: [...(allergy.note ?? []), { authorReference: staff(by), time: at, text: asked.reason }],
    },
    asked.versionId,
  )
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: [removed],
    happened: [{ type: 'patient.allergy.removed', resource: removed, data: { reason: asked.reason } }],
  })
}
