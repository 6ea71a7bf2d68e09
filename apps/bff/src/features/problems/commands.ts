import { type AddProblem, activeClinicalStatuses, codeOf, idOf, type ResolveProblem, staff, systems } from '@wardline/events'
import type { Condition } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { atVersion, commandContextOf } from '../../commands/command-context.ts'
import { decideOnCurrent } from '../../commands/guards/decide-on-current.ts'
import { mustBeNew } from '../../commands/guards/must-be-new.ts'
import { mustTreat } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientOf } from '../../fhir-builders/authorship.ts'

/**
 * Records a problem.
 *
 * @throws Refusal ALREADY_RECORDED when the same problem is active
 */
export async function addProblem(ctx: AuthenticatedContext, input: AddProblem) {
  const permit = await mustTreat(ctx, input.patientId)
  const { subject, by, at } = commandContextOf(ctx, permit)
  const problemId = ctx.newId()
  const problem: Condition = {
    resourceType: 'Condition',
    id: problemId,
    clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: systems.conditionVerification, code: 'confirmed' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] }],
    code: { ...(input.code ? { coding: [input.code] } : {}), text: input.text },
    subject: patientOf(subject),
    ...(input.onset ? { onsetDateTime: input.onset } : {}),
    recordedDate: at,
    recorder: staff(by),
  }
  return decideOnCurrent(ctx, input.patientId, async (decidedAt) => {
    const problems = await ctx.resources.find('Condition', { patientId: input.patientId })
    mustBeNew(input.text, problems.filter(isActiveProblem))
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [problem],
      events: [{ type: 'diagnosis.added', resource: problem, data: {} }],
      decidedAt,
      answer: { problemId },
    })
  })
}

const isActiveProblem = ({ clinicalStatus, verificationStatus }: Condition) =>
  activeClinicalStatuses.includes(codeOf(clinicalStatus, systems.conditionClinical) ?? '') &&
  !['entered-in-error', 'refuted'].includes(codeOf(verificationStatus, systems.conditionVerification) ?? '')

export async function resolveProblem(ctx: AuthenticatedContext, input: ResolveProblem) {
  const permit = await mustTreat(ctx, input.patientId)
  const { at } = commandContextOf(ctx, permit)
  const problem = await ctx.resources.read('Condition', input.problemId)
  if (!problem || idOf(problem.subject, 'Patient') !== input.patientId) throw new Refusal('NOT_FOUND')
  const resolved: Condition = atVersion(
    {
      ...problem,
      clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'resolved' }] },
      // R4 requires an abatement with the status resolved (con-4); precision is the day.
      abatementDateTime: problem.abatementDateTime ?? at.slice(0, 10),
    },
    input.versionId,
  )
  return ctx.record(permit, {
    commandId: input.commandId,
    input,
    resources: [resolved],
    events: [{ type: 'diagnosis.resolved', resource: resolved, data: {} }],
  })
}
