/** Where everything of one act is found again among traces (W3C Trace Context). */
export interface Trace {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits: the span of the act itself, under which all others stand. */
  readonly rootSpanId: string
}

/**
 * The trace of an act is its correlation id: whoever hears of an event knows its trace, on any instance and any screen,
 * and nothing has to travel along. null for an id that is no UUID (some other systems' are not).
 */
export function traceOf(correlationId: string): Trace | null {
  const traceId = correlationId.replaceAll('-', '').toLowerCase()
  const rootSpanId = traceId.slice(16)
  return /^[0-9a-f]{32}$/.test(traceId) && !/^0+$/.test(rootSpanId) ? { traceId, rootSpanId } : null
}

/** The header by which a request joins the trace. */
export const traceparentOf = ({ traceId, rootSpanId }: Trace): string => `00-${traceId}-${rootSpanId}-01`
