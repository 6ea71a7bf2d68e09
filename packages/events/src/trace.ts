/** Trace of a command (W3C Trace Context). */
export interface Trace {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits: the root span, the command itself. */
  readonly rootSpanId: string
}

/**
 * Returns the trace of a command, derived from its correlation id: every receiver of an event knows its trace without
 * propagated headers. null when the id is not a UUID, as with some other systems.
 */
export function traceOf(correlationId: string): Trace | null {
  const traceId = correlationId.replaceAll('-', '').toLowerCase()
  const rootSpanId = traceId.slice(16)
  return /^[0-9a-f]{32}$/.test(traceId) && !/^0+$/.test(rootSpanId) ? { traceId, rootSpanId } : null
}

/** Returns the `traceparent` header for a request of the trace. */
export const traceparentOf = ({ traceId, rootSpanId }: Trace): string => `00-${traceId}-${rootSpanId}-01`
