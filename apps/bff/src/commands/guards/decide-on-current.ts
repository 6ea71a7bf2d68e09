import { type PatientId, rooms } from '@wardline/events'
import type { AuthenticatedContext } from '../authenticated-context.ts'
import type { DecidedAt } from '../record-change.ts'
import { Refusal } from '../refusal.ts'

/** Other changes to the same patient that one decision may have to follow; each one costs the reads of the decision again. */
const MAX_ATTEMPTS = 20

/**
 * Runs a decision that depends on what a patient's record does not contain, such as an active order of the same test: two users may
 * decide at the same moment, and neither would see the other's. The decision reads after the position it is given, passes that to
 * `ctx.record` as `decidedAt`, and runs again when the record has advanced before it was saved.
 */
export async function decideOnCurrent<Answer>(
  ctx: Pick<AuthenticatedContext, 'positionOf'>,
  patientId: PatientId,
  decide: (decidedAt: DecidedAt) => Promise<Answer>,
): Promise<Answer> {
  const room = rooms.patient(patientId)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decide({ room, seq: await ctx.positionOf(room) })
    } catch (error) {
      const hasAdvanced = error instanceof Refusal && error.code === 'VERSION_CONFLICT' && error.detail?.room === room
      if (!hasAdvanced || attempt === MAX_ATTEMPTS) throw error
    }
  }
}
