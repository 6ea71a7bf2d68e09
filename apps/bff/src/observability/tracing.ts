import type { FastifyInstance } from 'fastify'

/** What a span may say beside its name: kinds and outcomes, never what was entered or about whom (RT11). */
export type Said = Readonly<Record<string, string | number>>

/** A stretch of an act that is over, as its time marks tell it (RT20). */
export interface SpanInput {
  readonly name: string
  readonly correlationId: string
  /** Milliseconds since 1970, server time. */
  readonly from: number
  readonly until: number
  readonly said?: Said
  /** The act itself, under which all others stand. */
  readonly whole?: boolean
}

/**
 * The way of an act, from the click to the paint, as OpenTelemetry spans. Off by default: nobody is handed one then, and
 * nothing of OpenTelemetry is read.
 */
export interface Tracing {
  /** A span for every request, under the one its `traceparent` names. Before any route is declared. */
  watch(http: FastifyInstance): void
  /** A procedure, under its request. A command stands in the trace of its command id, whoever sent it. */
  procedure<T>(path: string, input: unknown, work: () => Promise<T>): Promise<T>
  /** A stretch of what is going on right now. */
  within<T>(name: string, said: Said, work: () => Promise<T>): Promise<T>
  recordSpan(stretch: SpanInput): void
  /** Sends what was gathered. */
  close(): Promise<void>
}
