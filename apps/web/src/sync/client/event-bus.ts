import { type ClinicalEvent, catalog, type EventType, eventTypes } from '@wardline/events'

type Handler<T extends EventType> = (event: ClinicalEvent<T>) => void

/** Long enough that an event of a burst is recognised when it comes by another room as well. */
const REMEMBERED = 1_000

const namesOf = (type: EventType): readonly string[] => [type, catalog[type].workflow, ...catalog[type].aliases]
/** One name of the screen side may mean several: an order is placed whether it goes to the laboratory or elsewhere. */
const typesNamed = (name: string): readonly EventType[] => eventTypes.filter((type) => namesOf(type).includes(name))

/**
 * Carries what happened from one part of the screen to another. Parts subscribe by any established name
 * (`RESULT_AVAILABLE`, `RESULT_RX`, `lab.result.available`), never by knowing each other; an event that comes by
 * several rooms is told once.
 */
export class EventBus {
  readonly #handlers = new Map<EventType, Set<Handler<EventType>>>()
  readonly #told = new Set<string>()

  subscribe<T extends EventType>(name: T, handler: Handler<T>): () => void
  subscribe(name: string, handler: Handler<EventType>): () => void
  subscribe(name: string, handler: Handler<EventType>): () => void {
    const types = typesNamed(name)
    if (types.length === 0) throw new Error(`No event is called ${name}`)
    for (const type of types) this.#handlers.set(type, (this.#handlers.get(type) ?? new Set()).add(handler))
    return () => {
      for (const type of types) this.#handlers.get(type)?.delete(handler)
    }
  }

  publish(event: ClinicalEvent): void {
    if (this.#told.has(event.eventId)) return
    this.#told.add(event.eventId)
    const [oldest] = this.#told
    if (oldest !== undefined && this.#told.size > REMEMBERED) this.#told.delete(oldest)
    for (const handler of this.#handlers.get(event.type) ?? []) handler(event)
  }
}
