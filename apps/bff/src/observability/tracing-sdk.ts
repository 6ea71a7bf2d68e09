import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, type IdGenerator, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { type Trace, traceOf } from '@wardline/events'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../commands/refusal.ts'
import type { Tracing } from './tracing.ts'

/** Random ids, except for the root span, whose ids every participant derives from the command id. */
class SpanIds implements IdGenerator {
  root: Trace | null = null

  generateTraceId(): string {
    return this.root?.traceId ?? randomBytes(16).toString('hex')
  }
  generateSpanId(): string {
    return this.root?.rootSpanId ?? randomBytes(8).toString('hex')
  }
}

const under = ({ traceId, rootSpanId }: Trace): Context =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: rootSpanId, traceFlags: TraceFlags.SAMPLED, isRemote: true })

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/

/** Returns the context of the `traceparent` header; without a valid one the request starts its own trace. */
function parentOf(request: FastifyRequest): Context {
  const [, traceId, rootSpanId] = TRACEPARENT.exec(String(request.headers.traceparent)) ?? []
  return traceId && rootSpanId ? under({ traceId, rootSpanId }) : ROOT_CONTEXT
}

/** API requests only: no static files, no probes, no uploads of traces. */
const isTraced = (url: string) => /^\/(trpc|api)\/(?!traces\b)/.test(url)

const commandIdIn = (input: unknown): string => String((input as { commandId?: unknown } | null | undefined)?.commandId ?? '')

/** A refusal is an outcome; any other error sets the span's status by its name, because the message could quote user input. */
function setOutcome(span: Span, error: unknown): void {
  const refusal = [error, (error as { cause?: unknown })?.cause].find((one) => one instanceof Refusal)
  if (refusal instanceof Refusal) span.setAttribute('wardline.refusal', refusal.code)
  else span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error)?.name ?? 'unknown' })
}

/** Tracing with the OpenTelemetry SDK into the given processor. */
export function tracingInto(processor: SpanProcessor, instance: string): Tracing {
  const ids = new SpanIds()
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'wardline', 'service.instance.id': instance }),
    idGenerator: ids,
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('wardline')
  const activeSpan = new AsyncLocalStorage<Span>()
  const requests = new WeakMap<FastifyRequest, Span>()

  const current = (): Context => {
    const span = activeSpan.getStore()
    return span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT
  }

  async function runInSpan<T>(span: Span, work: () => Promise<T>): Promise<T> {
    try {
      return await activeSpan.run(span, work)
    } catch (error) {
      setOutcome(span, error)
      throw error
    } finally {
      span.end()
    }
  }

  return {
    instrument(http) {
      http.addHook('onRequest', (request, _, done) => {
        if (!isTraced(request.url)) return done()
        const route = request.routeOptions.url ?? 'none'
        const span = tracer.startSpan(
          `${request.method} ${route}`,
          // The route pattern, never the URL: a URL can contain a patient's name (RT11).
          {
            kind: SpanKind.SERVER,
            attributes: { 'http.request.method': request.method, 'http.route': route, 'wardline.request_id': request.id },
          },
          parentOf(request),
        )
        requests.set(request, span)
        activeSpan.run(span, done)
      })
      http.addHook('onResponse', async (request, reply) => {
        const span = requests.get(request)
        span?.setAttribute('http.response.status_code', reply.statusCode)
        if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
        span?.end()
      })
    },

    procedure(path, input, work) {
      const commandTrace = traceOf(commandIdIn(input))
      const isCurrentTrace = commandTrace === null || activeSpan.getStore()?.spanContext().traceId === commandTrace.traceId
      return runInSpan(tracer.startSpan(path, {}, isCurrentTrace ? current() : under(commandTrace)), work)
    },

    inSpan: (name, attributes, work) => runInSpan(tracer.startSpan(name, { attributes }, current()), work),

    recordSpan({ name, correlationId, from, until, attributes: said = {}, isRoot: whole = false }) {
      const commandTrace = traceOf(correlationId)
      if (!commandTrace) return
      ids.root = whole ? commandTrace : null
      const span = tracer.startSpan(name, { startTime: from, attributes: said }, whole ? ROOT_CONTEXT : under(commandTrace))
      ids.root = null
      span.end(Math.max(from, until))
    },

    close: () => provider.shutdown(),
  }
}

/** Tracing to a collector over OTLP/HTTP, exported in background batches. */
export function openTracing(endpoint: string, instance: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href })
  return tracingInto(new BatchSpanProcessor({ exporter }), instance)
}
