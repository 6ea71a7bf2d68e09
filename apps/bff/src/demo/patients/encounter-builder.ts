import type { NewEvent, Person, Subject } from '@wardline/events'
import type { DemoRandom } from '../random.ts'
import type { SeedStep } from '../seed/seed-steps.ts'
import { actorOf, type DemoPerson } from '../staff.ts'
import type { DemoPatient } from './people.ts'

export const MINUTE_MS = 60_000

/** Collects one patient's history as steps, each with the staff member who performed it. */
export class EncounterBuilder {
  readonly steps: SeedStep[] = []
  readonly demo: DemoPatient
  /** The patient with their unit at the current step. */
  subject: Subject
  readonly chance: DemoRandom
  readonly #now: Date

  constructor(demo: DemoPatient, subject: Subject, chance: DemoRandom, now: Date) {
    this.demo = demo
    this.subject = subject
    this.chance = chance
    this.#now = now
  }

  minutesAgo(minutes: number): string {
    return new Date(this.#now.getTime() - minutes * MINUTE_MS).toISOString()
  }

  /** Returns the time `minutes` after `at`. */
  after(at: string, minutes: number): string {
    return new Date(new Date(at).getTime() + minutes * MINUTE_MS).toISOString()
  }

  record(author: DemoPerson, at: string, resources: SeedStep['resources'], events: readonly NewEvent[]): void {
    const datedEvents = events.map((each) => ({ ...each, occurredAt: each.occurredAt ?? at }))
    this.steps.push({ actor: actorOf(author), subject: this.subject, at, resources, events: datedEvents })
  }

  /** Returns the authorship of a resource written by this person. */
  authorship(author: DemoPerson, at: string): { subject: Subject; by: Person; at: string } {
    return { subject: this.subject, by: { userId: author.userId, name: author.name }, at }
  }
}
