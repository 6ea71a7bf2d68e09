import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { realtimeMetrics } from './realtime-metrics.ts'

/** Prometheus metrics; names follow document 003 where it gives one. No label identifies a person. */
export function openMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]
  return {
    registry,
    published: new Counter({
      name: 'events_published_total',
      help: 'Events recorded in the log',
      labelNames: ['type', 'topic'],
      registers,
    }),
    processed: new Counter({
      name: 'events_processed_total',
      help: 'Log entries processed by a consumer',
      labelNames: ['consumer'],
      registers,
    }),
    failed: new Counter({ name: 'events_failed_total', help: 'Failed attempts of a consumer', labelNames: ['consumer'], registers }),
    processing: new Histogram({
      name: 'event_processing_duration_seconds',
      help: 'Duration of one consumer batch',
      labelNames: ['consumer'],
      buckets: seconds,
      registers,
    }),
    deadLetters: new Gauge({ name: 'dead_letter_queue_size', help: 'Open dead letters', registers }),
    lag: new Gauge({ name: 'consumer_lag', help: 'Log entries not yet processed by a consumer', labelNames: ['consumer'], registers }),
    inbound: new Counter({
      name: 'inbound_messages_total',
      help: 'Inbound messages by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    outbound: new Counter({ name: 'outbound_published_total', help: 'Events acknowledged by a stream', labelNames: ['topic'], registers }),
    reconciled: new Counter({
      name: 'outbound_reconciled_total',
      help: 'Events that a stream lost and that were published again',
      labelNames: ['topic'],
      registers,
    }),
    busConnected: new Gauge({ name: 'bus_connected', help: '1 while the bus is connected; always 1 for a single instance', registers }),
    databaseConnected: new Gauge({ name: 'database_connected', help: '1 while the database responds', registers }),
    instanceInfo: new Gauge({
      name: 'instance_info',
      help: 'Name and mode of this instance; always 1',
      // Prometheus itself sets `instance` to the scrape target.
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
