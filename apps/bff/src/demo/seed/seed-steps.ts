import type { Actor, NewEvent, Subject } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'

/** One act of one person in a patient's past. Resources carry no version; telling the story gives them theirs. */
export interface Step {
  readonly actor: Actor
  /** The patient where they were then. */
  readonly subject: Subject
  /** ISO 8601, UTC. */
  readonly at: string
  readonly write: readonly FhirResource[]
  readonly happened: readonly NewEvent[]
}

/** Steps of one person that are recorded together. */
export type SeedChapter = Step

/** Who comes first when hours no longer matter: an order before its result, a prescription before its supply. */
const turn: Record<Actor['role'], number> = { administrator: 0, physician: 1, nurse: 2, labTechnician: 3, pharmacist: 4 }

/** What somebody read comes after whoever reported it. */
const afterAll = 5
const readsIt = ({ happened }: Step) => happened.some(({ type }) => type === 'lab.result.reviewed')

/** One chapter is one transaction: small enough not to hold the others up, large enough to be quick. */
const MOST_IN_A_CHAPTER = 240

interface OpenChapter extends Step {
  readonly write: FhirResource[]
  readonly happened: NewEvent[]
  readonly keys: Set<string>
}

const keyOf = (resource: FhirResource) => `${resource.resourceType}/${resource.id}`

/**
 * The steps in the order in which they are recorded, with the version each update was made from. What is older
 * than `recentFrom` is told person by person in few large chapters; from then on as it happened.
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
