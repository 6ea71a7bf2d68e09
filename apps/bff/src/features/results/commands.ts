import type { ReviewResults } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { commandContextOf } from '../../commands/command-context.ts'
import { mustTreat } from '../../commands/permits.ts'
import { taskCodes } from '../../fhir-builders/orders/task.ts'
import { buildReviewTask } from '../../fhir-builders/results/review.ts'
import { mustBeReviewable } from './policy.ts'

/** Records a review of the displayed versions; a newer version needs another review (RES-11, RES-12). */
export async function reviewResults(ctx: AuthenticatedContext, input: ReviewResults) {
  const permit = await mustTreat(ctx, input.patientId)
  const results = await Promise.all(input.results.map(({ resultId }) => ctx.resources.read('Observation', resultId)))
  const isOutdated = input.results.some(({ versionId }, index) => results[index]?.meta.versionId !== versionId)
  const reviews = isOutdated ? await ctx.resources.find('Task', { patientId: input.patientId, codes: [taskCodes.reviewResult] }) : []
  mustBeReviewable(results, input.results, input.patientId, reviews)
  const [first, ...others] = results
  if (!first) throw new Error('The input schema requires at least one result.')
  const context = commandContextOf(ctx, permit)
  const reviewed = input.results.map(({ resultId, versionId }) => ({ observationId: resultId, versionId }))
  return ctx.record(permit, {
    commandId: input.commandId,
    input,
    resources: [buildReviewTask(ctx.newId(), [first, ...others], context)],
    events: [{ type: 'lab.result.reviewed', resource: first, data: { by: context.by, at: context.at, reviewed } }],
  })
}
