import type { Actor, NewEvent, Subject } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'

/** One action of one staff member in a patient's history. Resources have no version yet; `chaptersOf` assigns it. */
export interface Step {
  readonly actor: Actor
  /** The patient with their unit at that time. */
  readonly subject: Subject
  /** ISO 8601, UTC. */
  readonly at: string
  readonly write: readonly FhirResource[]
  readonly happened: readonly NewEvent[]
}

/** Steps of one staff member that are recorded in one transaction. */
export type SeedChapter = Step

/** Order of older steps, by role: an order before its result, a prescription before its supply. */
const turn: Record<Actor['role'], number> = { administrator: 0, physician: 1, nurse: 2, labTechnician: 3, pharmacist: 4 }

/** Reviews come after the results they review. */
const afterAll = 5
const readsIt = ({ happened }: Step) => happened.some(({ type }) => type === 'lab.result.reviewed')

/** Maximum resources in one transaction: small enough not to block other writers, large enough to be fast. */
const MOST_IN_A_CHAPTER = 240

interface OpenChapter extends Step {
  readonly write: FhirResource[]
  readonly happened: NewEvent[]
  readonly keys: Set<string>
}

const keyOf = (resource: FhirResource) => `${resource.resourceType}/${resource.id}`

/**
 * Groups steps into batches in recording order and sets the version each update is based on. Steps older than
 * `recentFrom` are grouped by role into few large batches; later ones stay in chronological order.
 */
export function chaptersOf(steps: readonly Step[], recentFrom: string): readonly SeedChapter[] {
  const rank = (step: Step) => (step.at >= recentFrom ? afterAll + 1 : readsIt(step) ? afterAll : turn[step.actor.role])
  const ordered = steps.toSorted((a, b) => rank(a) - rank(b) || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const versions = new Map<string, number>()
  const chapters: OpenChapter[] = []

  for (const step of ordered) {
    const last = chapters.at(-1)
    const joins =
      last?.actor.userId === step.actor.userId &&
      last.subject === step.subject &&
      last.write.length + step.write.length <= MOST_IN_A_CHAPTER &&
      step.write.every((resource) => !last.keys.has(keyOf(resource)))
    const chapter = joins && last ? last : { ...step, write: [], happened: [], keys: new Set<string>() }
    if (chapter !== last) chapters.push(chapter)
    for (const resource of step.write) {
      const known = versions.get(keyOf(resource)) ?? 0
      versions.set(keyOf(resource), known + 1)
      chapter.keys.add(keyOf(resource))
      chapter.write.push(known ? { ...resource, meta: { ...resource.meta, versionId: String(known) } } : resource)
    }
    chapter.happened.push(...step.happened)
  }
  return chapters
}
