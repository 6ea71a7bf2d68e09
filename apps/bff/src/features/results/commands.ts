import { type ReviewResults, referTo, staff } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import { draftTask, taskCodes } from '../../drafts/task.ts'
import { type Act, actOf } from '../../platform/act.ts'
import { mustTreat } from '../../platform/permits.ts'
import type { SignedIn } from '../../platform/signed-in.ts'
import { mustBeReviewable } from './policy.ts'

/** The review as a record: who read which version (ux 5.2). */
function reviewTask(ctx: SignedIn, results: readonly [Observation, ...Observation[]], act: Act): Task {
  const focus = referTo('Observation', results[0].id ?? '')
  return {
    ...draftTask({ ...act, id: ctx.newId(), code: taskCodes.reviewResult, focus, business: 'reviewed', owner: act.by }),
    status: 'completed',
    output: results.map((result) => ({
      type: { text: 'reviewed' },
      valueReference: { reference: `Observation/${result.id}/_history/${result.meta?.versionId}` },
    })),
    owner: staff(act.by),
  }
}

/** "I have read this", of the very versions on the screen; a newer version needs another review (RES-11, RES-12). */
export async function reviewResults(ctx: SignedIn, asked: ReviewResults) {
  const permit = await mustTreat(ctx, asked.patientId)
  const results = await Promise.all(asked.results.map(({ resultId }) => ctx.resources.read('Observation', resultId)))
  mustBeReviewable(results, asked.results, asked.patientId)
  const [first, ...others] = results
  if (!first) throw new Error('The input schema asks for at least one result.')
  const act = actOf(ctx, permit)
  const reviewed = asked.results.map(({ resultId, versionId }) => ({ observationId: resultId, versionId }))
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: [reviewTask(ctx, [first, ...others], act)],
    happened: [{ type: 'lab.result.reviewed', resource: first, data: { by: act.by, at: act.at, reviewed } }],
  })
}
