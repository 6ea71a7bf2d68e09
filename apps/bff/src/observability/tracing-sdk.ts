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

/** Random ids, but for the one span that every participant has to know without being told. */
class Ids implements IdGenerator {
  given: Trace | null = null

  generateTraceId(): string {
    return this.given?.traceId ?? randomBytes(16).toString('hex')
  }
  generateSpanId(): string {
    return this.given?.rootSpanId ?? randomBytes(8).toString('hex')
  }
}

const under = ({ traceId, rootSpanId }: Trace): Context =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: rootSpanId, traceFlags: TraceFlags.SAMPLED, isRemote: true })

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/

/** A sender that does not ask for a trace, or asks in words we do not know, gets one of its own. */
function parentOf(request: FastifyRequest): Context {
  const [, traceId, rootSpanId] = TRACEPARENT.exec(String(request.headers.traceparent)) ?? []
  return traceId && rootSpanId ? under({ traceId, rootSpanId }) : ROOT_CONTEXT
}

/** What people and other systems ask for: no files of the screens, no probes, and not the traces themselves. */
const isTraced = (url: string) => /^\/(trpc|api)\/(?!traces\b)/.test(url)

const commandIdIn = (input: unknown): string => String((input as { commandId?: unknown } | null | undefined)?.commandId ?? '')

/** An expected "no" is an outcome; anything else is an error, told by its kind: a message could quote what was entered. */
function conclude(span: Span, error: unknown): void {
  const refusal = [error, (error as { cause?: unknown })?.cause].find((one) => one instanceof Refusal)
  if (refusal instanceof Refusal) span.setAttribute('wardline.refusal', refusal.code)
  else span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error)?.name ?? 'unknown' })
}

/** Tracing by OpenTelemetry's SDK into the given processor. */
export function tracingInto(processor: SpanProcessor, instance: string): Tracing {
  const ids = new Ids()
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'wardline', 'service.instance.id': instance }),
    idGenerator: ids,
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('wardline')
  const going = new AsyncLocalStorage<Span>()
  const requests = new WeakMap<FastifyRequest, Span>()

  const current = (): Context => {
    const span = going.getStore()
    return span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT
  }

  async function during<T>(span: Span, work: () => Promise<T>): Promise<T> {
    try {
      return await going.run(span, work)
    } catch (error) {
      conclude(span, error)
      throw error
    } finally {
      span.end()
    }
  }

  return {
    watch(http) {
      http.addHook('onRequest', (request, _, done) => {
        if (!isTraced(request.url)) return done()
        const route = request.routeOptions.url ?? 'none'
        const span = tracer.startSpan(
          `${request.method} ${route}`,
          // The route and never the address: a name that is searched for could stand in it (RT11).
          {
            kind: SpanKind.SERVER,
            attributes: { 'http.request.method': request.method, 'http.route': route, 'wardline.request_id': request.id },
          },
          parentOf(request),
        )
        requests.set(request, span)
        going.run(span, done)
      })
      http.addHook('onResponse', async (request, reply) => {
        const span = requests.get(request)
        span?.setAttribute('http.response.status_code', reply.statusCode)
        if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
        span?.end()
      })
    },

    procedure(path, input, work) {
      const own = traceOf(commandIdIn(input))
      const isUnderway = own === null || going.getStore()?.spanContext().traceId === own.traceId
      return during(tracer.startSpan(path, {}, isUnderway ? current() : under(own)), work)
    },

    within: (name, attributes, work) => during(tracer.startSpan(name, { attributes }, current()), work),

    recordSpan({ name, correlationId, from, until, said = {}, whole = false }) {
      const own = traceOf(correlationId)
      if (!own) return
      ids.given = whole ? own : null
      const span = tracer.startSpan(name, { startTime: from, attributes: said }, whole ? ROOT_CONTEXT : under(own))
      ids.given = null
      span.end(Math.max(from, until))
    },

    close: () => provider.shutdown(),
  }
}

/** Tracing to a collector that speaks OTLP over HTTP, in batches beside the work. */
export function openTracing(endpoint: string, instance: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href })
  return tracingInto(new BatchSpanProcessor({ exporter }), instance)
}
