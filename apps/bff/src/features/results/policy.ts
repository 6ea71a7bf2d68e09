import { type Flag, idOf, reportedIn } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import { Refusal } from '../../platform/refusal.ts'

interface Read {
  readonly resultId: string
  readonly versionId: string
}

/** Signed off one by one: a glance at many must not cover one that needs thought (RES-13). */
const singly: readonly (Flag | null)[] = ['A', 'HH', 'LL', 'AA']

/** Each result is this patient's, in the version that was read; several at once only when none of them is grave. */
export function mustBeReviewable(
  results: readonly (Observation | null)[],
  read: readonly Read[],
  patientId: string,
): asserts results is Observation[] {
  results.forEach((result, index) => {
    if (!result || idOf(result.subject, 'Patient') !== patientId) throw new Refusal('NOT_FOUND')
    const current = result.meta?.versionId
    if (current !== read[index]?.versionId)
      throw new Refusal('CHANGED_MEANWHILE', {
        resourceType: 'Observation',
        id: result.id,
        currentVersionId: current,
        changedAt: result.meta?.lastUpdated ?? null,
      })
  })
  const grave = results.filter((result) => result && singly.includes(reportedIn(result).flag)).map((result) => result?.id)
  if (results.length > 1 && grave.length) throw new Refusal('INVALID_INPUT', { resultIds: grave, rule: 'reviewed one by one' })
}
