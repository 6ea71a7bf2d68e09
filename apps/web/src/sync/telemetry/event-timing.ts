import type { Update } from '@wardline/sync/protocol'

/** Milliseconds since 1970; the first four on the server's clock, the last two on this computer's, corrected by the offset (RT20). */
export type EventTiming = NonNullable<Update['marks']> & { applied?: number; painted?: number }

export interface DebugMessage {
  readonly at: number
  readonly type: string
  /** Event type, id and positions; never a payload (RT11). */
  readonly about: readonly { readonly eventType: string; readonly eventId: string; readonly positions: Readonly<Record<string, number>> }[]
  readonly marks: readonly EventTiming[]
}

/** An event applied to the lists; `painted` is set once the frame that shows it was painted. */
export interface AppliedEvent {
  readonly eventType: string
  readonly correlationId: string
  readonly marks: EventTiming
}

const MAX_MESSAGES = 100

/** Type and position of the last messages, with the timing of their events. */
export class MessageTrace {
  readonly #now: () => number
  readonly #onPainted: (event: AppliedEvent) => void
  #messages: readonly DebugMessage[] = []
  #unpainted: AppliedEvent[] = []
  #isPaintScheduled = false

  /** @param now server time, ms @param onPainted called for each painted event */
  constructor(now: () => number, onPainted: (event: AppliedEvent) => void = () => undefined) {
    this.#now = now
    this.#onPainted = onPainted
  }

  get messages(): readonly DebugMessage[] {
    return this.#messages
  }

  note(type: string): void {
    this.#keep({ at: this.#now(), type, about: [], marks: [] })
  }

  /** Records updates that have been applied to every loaded list. */
  applied(type: string, updates: readonly Update[]): void {
    const at = this.#now()
    const marks = updates.map((update): EventTiming => ({ ...update.marks, applied: at }))
    this.#keep({
      at,
      type,
      about: updates.map((update) => ({
        eventType: update.event_type,
        eventId: update.event_id,
        positions: Object.fromEntries(Object.entries(update.positions).map(([room, position]) => [room, position.seq])),
      })),
      marks,
    })
    for (const [index, { event_type, correlation_id }] of updates.entries())
      this.#unpainted.push({ eventType: event_type, correlationId: correlation_id, marks: marks[index] ?? {} })
    this.#schedulePaint()
  }

  #keep(message: DebugMessage): void {
    this.#messages = [...this.#messages, message].slice(-MAX_MESSAGES)
  }

  /** Records the paint: a task queued from within a frame's callback runs after that frame was painted. */
  #schedulePaint(): void {
    if (this.#isPaintScheduled || typeof requestAnimationFrame === 'undefined') return
    this.#isPaintScheduled = true
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        this.#isPaintScheduled = false
        const at = this.#now()
        for (const event of this.#unpainted.splice(0)) {
          event.marks.painted = at
          this.#onPainted(event)
        }
      }
      port2.postMessage(null)
    })
  }
}
