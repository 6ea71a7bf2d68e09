import type { Actor, NewEvent, Stored, Subject, WithId } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'

/** One action of one staff member in a patient's history. Resources have no version yet; `batchesOf` assigns it. */
export interface SeedStep {
  readonly actor: Actor
  /** The patient with their unit at that time. */
  readonly subject: Subject
  /** ISO 8601, UTC. */
  readonly at: string
  readonly resources: readonly WithId[]
  readonly events: readonly NewEvent[]
}

/** Returns a resource of an earlier step in its first version. */
export const asRecorded = <R extends FhirResource>(resource: WithId<R>, at: string): Stored<R> =>
  Object.assign({ ...resource }, { meta: { ...resource.meta, versionId: '1', lastUpdated: at } })

/** Steps of one staff member that are recorded in one transaction. */
export type SeedBatch = SeedStep

/** Order of older steps, by role: an order before its result, a prescription before its supply. */
const rankByRole: Record<Actor['role'], number> = { administrator: 0, physician: 1, nurse: 2, labTechnician: 3, pharmacist: 4 }

/** Reviews come after the results they review. */
const REVIEW_RANK = 5
const isReview = ({ events }: SeedStep) => events.some(({ type }) => type === 'lab.result.reviewed')

/** Maximum resources in one transaction: small enough not to block other writers, large enough to be fast. */
const MAX_BATCH_SIZE = 240

interface OpenBatch extends SeedStep {
  readonly resources: WithId[]
  readonly events: NewEvent[]
  readonly keys: Set<string>
}

const keyOf = (resource: FhirResource) => `${resource.resourceType}/${resource.id}`

/**
 * Groups steps into batches in recording order and sets the version each update is based on. Steps older than
 * `recentFrom` are grouped by role into few large batches; later ones stay in chronological order.
 */
export function batchesOf(steps: readonly SeedStep[], recentFrom: string): readonly SeedBatch[] {
  const rank = (step: SeedStep) => (step.at >= recentFrom ? REVIEW_RANK + 1 : isReview(step) ? REVIEW_RANK : rankByRole[step.actor.role])
  const ordered = steps.toSorted((a, b) => rank(a) - rank(b) || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const versions = new Map<string, number>()
  const batches: OpenBatch[] = []

  for (const step of ordered) {
    const last = batches.at(-1)
    const isJoinable =
      last?.actor.userId === step.actor.userId &&
      last.subject === step.subject &&
      last.resources.length + step.resources.length <= MAX_BATCH_SIZE &&
      step.resources.every((resource) => !last.keys.has(keyOf(resource)))
    const batch = isJoinable && last ? last : { ...step, resources: [], events: [], keys: new Set<string>() }
    if (batch !== last) batches.push(batch)
    for (const resource of step.resources) {
      const version = versions.get(keyOf(resource)) ?? 0
      versions.set(keyOf(resource), version + 1)
      batch.keys.add(keyOf(resource))
      batch.resources.push(version ? { ...resource, meta: { ...resource.meta, versionId: String(version) } } : resource)
    }
    batch.events.push(...step.events)
  }
  return batches
}
