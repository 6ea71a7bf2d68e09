import { type AddProblem, idOf, type ResolveProblem, staff, systems } from '@wardline/events'
import type { Condition } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { asSeen, commandContextOf } from '../../commands/command-context.ts'
import { mustTreat } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientOf } from '../../fhir-builders/authorship.ts'

export async function addProblem(ctx: AuthenticatedContext, asked: AddProblem) {
  const permit = await mustTreat(ctx, asked.patientId)
  const { subject, by, at } = commandContextOf(ctx, permit)
  const problem: Condition = {
    resourceType: 'Condition',
    id: ctx.newId(),
    clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: systems.conditionVerification, code: 'confirmed' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] }],
    code: { ...(asked.code ? { coding: [asked.code] } : {}), text: asked.text },
    subject: patientOf(subject),
    ...(asked.onset ? { onsetDateTime: asked.onset } : {}),
    recordedDate: at,
    recorder: staff(by),
  }
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: [problem],
    happened: [{ type: 'diagnosis.added', resource: problem, data: {} }],
    answer: { problemId: problem.id },
  })
}

export async function resolveProblem(ctx: AuthenticatedContext, asked: ResolveProblem) {
  const permit = await mustTreat(ctx, asked.patientId)
  const { at } = commandContextOf(ctx, permit)
  const problem = await ctx.resources.read('Condition', asked.problemId)
  if (!problem || idOf(problem.subject, 'Patient') !== asked.patientId) throw new Refusal('NOT_FOUND')
  const resolved: Condition = asSeen(
    {
      ...problem,
      clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'resolved' }] },
      // R4 wants an end of some kind with a status that ends (con-4); the day is what a person means by it.
      abatementDateTime: problem.abatementDateTime ?? at.slice(0, 10),
    },
    asked.versionId,
  )
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: [resolved],
    happened: [{ type: 'diagnosis.resolved', resource: resolved, data: {} }],
  })
}
