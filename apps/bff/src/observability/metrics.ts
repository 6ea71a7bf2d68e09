import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { realtimeMetrics } from './realtime-metrics.ts'

/** Figures for Prometheus; names as document 003 gives them, where it does. No label ever holds a person. */
export function openMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]
  return {
    registry,
    published: new Counter({ name: 'events_published_total', help: 'Events taken into the log', labelNames: ['type', 'topic'], registers }),
    processed: new Counter({
      name: 'events_processed_total',
      help: 'Log entries folded by a consumer',
      labelNames: ['consumer'],
      registers,
    }),
    failed: new Counter({ name: 'events_failed_total', help: 'Tries of a consumer that failed', labelNames: ['consumer'], registers }),
    processing: new Histogram({
      name: 'event_processing_duration_seconds',
      help: 'One batch of a consumer',
      labelNames: ['consumer'],
      buckets: seconds,
      registers,
    }),
    deadLetters: new Gauge({ name: 'dead_letter_queue_size', help: 'Entries waiting to be replayed', registers }),
    lag: new Gauge({ name: 'consumer_lag', help: 'Log entries a consumer has still to take', labelNames: ['consumer'], registers }),
    inbound: new Counter({
      name: 'inbound_messages_total',
      help: 'Messages of other systems by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    outbound: new Counter({ name: 'outbound_published_total', help: 'Events a stream has taken', labelNames: ['topic'], registers }),
    reconciled: new Counter({
      name: 'outbound_reconciled_total',
      help: 'Events that a stream had and lost; they are published again',
      labelNames: ['topic'],
      registers,
    }),
    busConnected: new Gauge({ name: 'bus_connected', help: '1 while the bus answers; without other instances always', registers }),
    databaseConnected: new Gauge({ name: 'database_connected', help: '1 while the database answers', registers }),
    instanceInfo: new Gauge({
      name: 'instance_info',
      help: 'This process among those that serve the same hospital; always 1',
      // `instance` is the name Prometheus gives to where it asked.
      labelNames: ['instance_id', 'mode'],
      registers,
    }),
    commands: new Counter({
      name: 'commands_total',
      help: 'Commands by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    ...realtimeMetrics(registers, seconds),
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Requests by route',
      labelNames: ['route', 'method', 'status'],
      buckets: seconds,
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof openMetrics>
