import { type Flag, idOf, reportedIn } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import { type Reviewed, reviewOf } from './reviews.ts'

interface Read {
  readonly resultId: string
  readonly versionId: string
}

/** Signed off one by one: a glance at many must not cover one that needs thought (RES-13). */
const singly: readonly (Flag | null)[] = ['A', 'HH', 'LL', 'AA']

/**
 * Each result is this patient's, in the version that was read; several at once only when none of them is grave.
 * @param reviews review Tasks about these results, newest first: whoever comes too late learns who read the newer version
 */
export function mustBeReviewable(
  results: readonly (Observation | null)[],
  read: readonly Read[],
  patientId: string,
  reviews: readonly Task[],
): asserts results is Observation[] {
  results.forEach((result, index) => {
    if (!result || idOf(result.subject, 'Patient') !== patientId) throw new Refusal('NOT_FOUND')
    const current = result.meta?.versionId
    if (current !== read[index]?.versionId)
      throw new Refusal('CHANGED_MEANWHILE', {
        resourceType: 'Observation',
        id: result.id,
        currentVersionId: current,
        changedBy: result.performer?.[0]?.display ?? null,
        changedAt: result.meta?.lastUpdated ?? null,
        reviewed: reviewOf(result, reviews) satisfies Reviewed | null,
      })
  })
  const grave = results.filter((result) => result && singly.includes(reportedIn(result).flag)).map((result) => result?.id)
  if (results.length > 1 && grave.length) throw new Refusal('INVALID_INPUT', { resultIds: grave, rule: 'reviewed one by one' })
}
