import { traceOf, traceparentOf } from '@wardline/events'

/** A stretch of an act as this screen saw it; times are the server's, ms (RT20). */
export interface SpanInput {
  /** `command`: from the click to the answer. `apply`: from the server to the lists. `paint`: from there to the eye. */
  readonly kind: 'command' | 'apply' | 'paint'
  /** The procedure or the kind of event; never what was entered or about whom (RT11). */
  readonly of: string
  readonly correlationId: string
  readonly from: number
  readonly until: number
}

/** Long enough that a burst goes as one request. */
const SEND_AFTER_MS = 2_000
/** What the server takes at once; a screen that has more to tell keeps the newest. */
const MOST = 200

interface AskedOperation {
  readonly type: string
  readonly input: unknown
}

/** This screen's part of the traces, sent to our own server. Does nothing until the server said that somebody looks. */
export class ScreenTracing {
  readonly #send: (stretches: readonly SpanInput[]) => Promise<unknown>
  #isOn = false
  #gathered: readonly SpanInput[] = []
  #isWaiting = false

  constructor(send: (stretches: readonly SpanInput[]) => Promise<unknown>) {
    this.#send = send
  }

  get isOn(): boolean {
    return this.#isOn
  }

  start(): void {
    this.#isOn = true
  }

  tell(...stretches: readonly SpanInput[]): void {
    if (!this.#isOn) return
    this.#gathered = [...this.#gathered, ...stretches.filter(({ correlationId }) => traceOf(correlationId))].slice(-MOST)
    if (this.#isWaiting || this.#gathered.length === 0) return
    this.#isWaiting = true
    setTimeout(() => {
      this.#isWaiting = false
      const gathered = this.#gathered
      this.#gathered = []
      // A trace is worth no second try.
      void this.#send(gathered).catch(() => undefined)
    }, SEND_AFTER_MS)
  }

  /** By which a request joins the trace of the command in it. */
  headersFor(operations: readonly AskedOperation[]): { traceparent?: string } {
    if (!this.#isOn) return {}
    const command = operations.find(({ type }) => type === 'mutation')
    const own = traceOf(String((command?.input as { commandId?: unknown } | undefined)?.commandId))
    return own ? { traceparent: traceparentOf(own) } : {}
  }
}

export const screenTracing = new ScreenTracing((stretches) =>
  fetch('/api/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stretches }),
    credentials: 'same-origin',
    keepalive: true,
  }),
)
