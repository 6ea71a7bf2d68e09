import { traceOf, traceparentOf } from '@wardline/events'
import { userHeader } from '../session/session-store.ts'

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
const BATCH_DELAY_MS = 2_000
/** Largest batch the server accepts; the newest spans are kept. */
const MAX_SPANS = 200

interface RequestOperation {
  readonly type: string
  readonly input: unknown
}

/** Collects this browser's spans and sends them to our server. Inactive until the server enables tracing. */
export class ScreenTracing {
  readonly #send: (spans: readonly SpanInput[]) => Promise<unknown>
  #isOn = false
  #pending: readonly SpanInput[] = []
  #isSendScheduled = false

  constructor(send: (spans: readonly SpanInput[]) => Promise<unknown>) {
    this.#send = send
  }

  get isOn(): boolean {
    return this.#isOn
  }

  start(): void {
    this.#isOn = true
  }

  record(...spans: readonly SpanInput[]): void {
    if (!this.#isOn) return
    this.#pending = [...this.#pending, ...spans.filter(({ correlationId }) => traceOf(correlationId))].slice(-MAX_SPANS)
    if (this.#isSendScheduled || this.#pending.length === 0) return
    this.#isSendScheduled = true
    setTimeout(() => {
      this.#isSendScheduled = false
      const batch = this.#pending
      this.#pending = []
      // Traces are not worth a retry.
      void this.#send(batch).catch(() => undefined)
    }, BATCH_DELAY_MS)
  }

  /** Trace context of the request that carries a command. */
  headersFor(operations: readonly RequestOperation[]): { traceparent?: string } {
    if (!this.#isOn) return {}
    const command = operations.find(({ type }) => type === 'mutation')
    const traceId = traceOf(String((command?.input as { commandId?: unknown } | undefined)?.commandId))
    return traceId ? { traceparent: traceparentOf(traceId) } : {}
  }
}

export const screenTracing = new ScreenTracing((spans) =>
  fetch('/api/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...userHeader() },
    body: JSON.stringify({ stretches: spans }),
    credentials: 'same-origin',
    keepalive: true,
  }),
)
