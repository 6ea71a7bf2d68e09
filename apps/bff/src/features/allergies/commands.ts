import {
  type AddAllergy,
  allergyStatementOf,
  displayTextOf,
  idOf,
  type NoKnownAllergies,
  type RecordNoKnownAllergies,
  type RemoveAllergy,
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
import { buildAllergy, verificationOf } from '../../fhir-builders/allergy.ts'

/** What the patient's active statements are: allergies, and that no allergy to any substance is known. */
async function activeStatements(ctx: AuthenticatedContext, patientId: string) {
  const found = (await ctx.resources.find('AllergyIntolerance', { patientId })).flatMap((allergy) => {
    const statement = allergyStatementOf(allergy)
    return statement?.status === 'active' ? [{ allergy, noKnown: statement.noKnown }] : []
  })
  const ofKind = (noKnown: NoKnownAllergies | null) => found.filter((one) => one.noKnown === noKnown).map(({ allergy }) => allergy)
  return { allergies: ofKind(null), noneKnown: ofKind('all') }
}

const reactionOf = ({ reaction, severity }: AddAllergy): Pick<AllergyIntolerance, 'reaction'> =>
  reaction ? { reaction: [{ manifestation: [{ text: reaction }], ...(severity ? { severity } : {}) }] } : {}

/**
 * Records an allergy or intolerance. It refutes an earlier statement that none is known, which must not return when the allergy is
 * removed.
 *
 * @throws Refusal ALREADY_RECORDED when the same substance is active
 */
export async function addAllergy(ctx: AuthenticatedContext, input: AddAllergy) {
  const permit = await mustTreat(ctx, input.patientId)
  const code = { ...(input.code ? { coding: [input.code] } : {}), text: input.substance }
  const content = { code, type: input.type, criticality: input.criticality, ...reactionOf(input) }
  const allergy = buildAllergy(ctx.newId(), content, commandContextOf(ctx, permit))
  return decideOnCurrent(ctx, input.patientId, async (decidedAt) => {
    const { allergies, noneKnown } = await activeStatements(ctx, input.patientId)
    mustBeNew(input.substance, allergies)
    const refuted = noneKnown.map((statement) => ({ ...statement, ...verificationOf('refuted') }))
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [allergy, ...refuted],
      events: [
        { type: 'patient.allergy.added', resource: allergy, data: {} },
        ...refuted.map((resource) => ({ type: 'patient.allergy.removed' as const, resource, data: { reason: 'An allergy was recorded' } })),
      ],
      decidedAt,
      answer: { allergyId: allergy.id },
    })
  })
}

/** SNOMED CT: No known allergy (situation). */
const NO_KNOWN_ALLERGY = { system: systems.snomed, code: '716186003', display: 'No known allergy' }

/**
 * Records that no allergy is known, with author and time; only a physician or nurse of the patient may.
 *
 * @throws Refusal NOT_IN_THIS_STATE while an allergy is recorded, ALREADY_RECORDED when it is stated
 */
export async function recordNoKnownAllergies(ctx: AuthenticatedContext, input: RecordNoKnownAllergies) {
  const permit = await mustTreat(ctx, input.patientId)
  const content = { code: { coding: [NO_KNOWN_ALLERGY], text: NO_KNOWN_ALLERGY.display } }
  const statement = buildAllergy(ctx.newId(), content, commandContextOf(ctx, permit))
  return decideOnCurrent(ctx, input.patientId, async (decidedAt) => {
    const { allergies, noneKnown } = await activeStatements(ctx, input.patientId)
    if (allergies.length > 0) throw new Refusal('NOT_IN_THIS_STATE', { allergies: allergies.map(({ code }) => displayTextOf(code)) })
    mustBeNew(NO_KNOWN_ALLERGY.display, noneKnown)
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [statement],
      events: [{ type: 'patient.allergy.added', resource: statement, data: {} }],
      decidedAt,
      answer: { allergyId: statement.id },
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
      ...verificationOf('entered-in-error'),
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
