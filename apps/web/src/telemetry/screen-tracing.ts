import { traceOf, traceparentOf } from '@wardline/events'

/** A span measured by this browser; times are server time, ms (RT20). */
export interface SpanInput {
  /** `command`: from click to response. `apply`: from server to lists. `paint`: from lists to the painted frame. */
  readonly kind: 'command' | 'apply' | 'paint'
  /** Procedure or event type; never input or patient data (RT11). */
  readonly of: string
  readonly correlationId: string
  readonly from: number
  readonly until: number
}

/** Batching time: a burst is sent as one request. */
const SEND_AFTER_MS = 2_000
/** Largest batch the server accepts; the newest spans are kept. */
const MOST = 200

interface AskedOperation {
  readonly type: string
  readonly input: unknown
}

/** Collects this browser's spans and sends them to our server. Inactive until the server enables tracing. */
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
      // Traces are not worth a retry.
      void this.#send(gathered).catch(() => undefined)
    }, SEND_AFTER_MS)
  }

  /** Trace context of the request that carries a command. */
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
