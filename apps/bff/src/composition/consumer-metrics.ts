import type { RoomConsumerOptions } from '../consumers/log/room-consumer.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'

/** Returns the callbacks with which a consumer reports its work and its errors. */
export const consumerMetrics = (
  consumer: string,
  metrics: Metrics,
  logger: Logger,
): Pick<RoomConsumerOptions, 'onProcessed' | 'onError'> => ({
  onProcessed(count, startedAt) {
    metrics.processed.inc({ consumer }, count)
    metrics.processing.observe({ consumer }, (performance.now() - startedAt) / 1000)
  },
  onError(error) {
    metrics.failed.inc({ consumer })
    logger.error({ err: error }, `the ${consumer} failed`)
  },
})
