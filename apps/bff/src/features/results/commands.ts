import type { ReviewResults } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { commandContextOf } from '../../commands/command-context.ts'
import { mustTreat } from '../../commands/permits.ts'
import { taskCodes } from '../../fhir-builders/orders/task.ts'
import { reviewTask } from '../../fhir-builders/results/review.ts'
import { mustBeReviewable } from './policy.ts'

/** "I have read this", of the very versions on the screen; a newer version needs another review (RES-11, RES-12). */
export async function reviewResults(ctx: AuthenticatedContext, asked: ReviewResults) {
  const permit = await mustTreat(ctx, asked.patientId)
  const results = await Promise.all(asked.results.map(({ resultId }) => ctx.resources.read('Observation', resultId)))
  const isOutdated = asked.results.some(({ versionId }, index) => results[index]?.meta?.versionId !== versionId)
  const reviews = isOutdated ? await ctx.resources.find('Task', { patientId: asked.patientId, codes: [taskCodes.reviewResult] }) : []
  mustBeReviewable(results, asked.results, asked.patientId, reviews)
  const [first, ...others] = results
  if (!first) throw new Error('The input schema asks for at least one result.')
  const act = commandContextOf(ctx, permit)
  const reviewed = asked.results.map(({ resultId, versionId }) => ({ observationId: resultId, versionId }))
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: [reviewTask(ctx.newId(), [first, ...others], act)],
    happened: [{ type: 'lab.result.reviewed', resource: first, data: { by: act.by, at: act.at, reviewed } }],
  })
}
