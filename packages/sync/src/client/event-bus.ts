import { type ClinicalEvent, catalog, type EventType, eventTypes } from '@wardline/events'

type Handler<T extends EventType> = (event: ClinicalEvent<T>) => void

/** Larger than any burst, so that an event that also arrives through another room is recognised. */
const REMEMBERED = 1_000

const namesOf = (type: EventType): readonly string[] => [type, catalog[type].workflow, ...catalog[type].aliases]
/** One workflow name may stand for several types: an order is placed with the laboratory or with imaging. */
const typesNamed = (name: string): readonly EventType[] => eventTypes.filter((type) => namesOf(type).includes(name))

/**
 * Passes events from the connection to parts of the screen that do not know each other. Subscribers use any
 * established name (`RESULT_AVAILABLE`, `RESULT_RX`, `lab.result.available`). An event that arrives through several
 * rooms is published once (RT2).
 */
export class EventBus {
  readonly #handlers = new Map<EventType, Set<Handler<EventType>>>()
  readonly #published = new Set<string>()

  /** Returns the unsubscribe function. Throws on an unknown name. */
  subscribe<T extends EventType>(name: T, handler: Handler<T>): () => void
  subscribe(name: string, handler: Handler<EventType>): () => void
  subscribe(name: string, handler: Handler<EventType>): () => void {
    const types = typesNamed(name)
    if (types.length === 0) throw new Error(`Unknown event name: ${name}`)
    for (const type of types) this.#handlers.set(type, (this.#handlers.get(type) ?? new Set()).add(handler))
    return () => {
      for (const type of types) this.#handlers.get(type)?.delete(handler)
    }
  }

  publish(event: ClinicalEvent): void {
    if (this.#published.has(event.eventId)) return
    this.#published.add(event.eventId)
    const [oldest] = this.#published
    if (oldest !== undefined && this.#published.size > REMEMBERED) this.#published.delete(oldest)
    for (const handler of this.#handlers.get(event.type) ?? []) handler(event)
  }
}
