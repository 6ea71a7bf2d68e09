import type { FastifyInstance } from 'fastify'

/** Span attributes: kinds and outcomes, never user input or patient data (RT11). */
export type SpanAttributes = Readonly<Record<string, string | number>>

/** A finished span, from the time marks of a command (RT20). */
export interface SpanInput {
  readonly name: string
  readonly correlationId: string
  /** Milliseconds since 1970, server clock. */
  readonly from: number
  readonly until: number
  readonly attributes?: SpanAttributes
  /** Whether it is the root span of the command. */
  readonly isRoot?: boolean
}

/**
 * Traces commands from the click to the paint as OpenTelemetry spans. Off by default: no `Tracing` is passed on then, and
 * OpenTelemetry is not loaded.
 */
export interface Tracing {
  /** Adds a span to every request, as a child of its `traceparent`. Must be called before routes are declared. */
  instrument(http: FastifyInstance): void
  /** Runs a procedure in a span under its request. A command belongs to the trace of its command id, whatever the request says. */
  procedure<T>(path: string, input: unknown, work: () => Promise<T>): Promise<T>
  /** Runs work in a child span of the active one. */
  inSpan<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>
  recordSpan(span: SpanInput): void
  /** Flushes the pending spans. */
  close(): Promise<void>
}
