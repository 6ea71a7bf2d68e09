import { type Flag, idOf, reportedIn, type Stored } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import { type Reviewed, reviewOf } from './reviews.ts'

interface ReviewedVersion {
  readonly resultId: string
  readonly versionId: string
}

/** Abnormal and critical flags that are reviewed one by one: a bulk review must not cover a value that needs thought (RES-13). */
const singleReviewFlags: readonly (Flag | null)[] = ['A', 'HH', 'LL', 'AA']

/**
 * All results must be this patient's, in the version that was read; several at once only when none needs a single review.
 * @param reviews review Tasks of these results, newest first: the refusal of an outdated version names who reviewed the newer one
 */
export function mustBeReviewable(
  results: readonly (Stored<Observation> | null)[],
  read: readonly ReviewedVersion[],
  patientId: string,
  reviews: readonly Task[],
): asserts results is Stored<Observation>[] {
  results.forEach((result, index) => {
    if (!result || idOf(result.subject, 'Patient') !== patientId) throw new Refusal('NOT_FOUND')
    const current = result.meta.versionId
    if (current !== read[index]?.versionId)
      throw new Refusal('VERSION_CONFLICT', {
        resourceType: 'Observation',
        id: result.id,
        currentVersionId: current,
        changedBy: result.performer?.[0]?.display ?? null,
        changedAt: result.meta.lastUpdated,
        reviewed: reviewOf(result, reviews) satisfies Reviewed | null,
      })
  })
  const single = results.filter((result) => result && singleReviewFlags.includes(reportedIn(result).flag)).map((result) => result?.id)
  if (results.length > 1 && single.length) throw new Refusal('INVALID_INPUT', { resultIds: single, rule: 'reviewed one by one' })
}
