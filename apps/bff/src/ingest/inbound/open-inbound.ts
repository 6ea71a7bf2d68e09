import type { Nats } from '../../bus/nats.ts'
import type { Resources } from '../../commands/authenticated-context.ts'
import type { Permit } from '../../commands/permits.ts'
import type { RecordChange } from '../../commands/record-change.ts'
import { type DeadLetter, type DeadLetters, INBOUND } from '../../consumers/dead-letters/dead-letters.ts'
import type { Metrics } from '../../observability/metrics.ts'
import { openValidator } from '../validation/validate.ts'
import { InboundProcessor } from './inbound-processor.ts'
import { InboundConsumer } from './jetstream-consumer.ts'
import { Rejected } from './rejection.ts'

export interface InboundOptions {
  readonly nats: Nats
  readonly resources: Resources
  readonly record: (permit: Permit, change: RecordChange) => Promise<unknown>
  readonly letters: DeadLetters
  readonly paused: () => boolean
  readonly metrics: Pick<Metrics, 'inbound' | 'failed'>
  readonly newId: () => string
  readonly now: () => Date
  readonly failed: (error: unknown) => void
}

export interface Inbound {
  start(): void
  stop(): Promise<void>
  /** Returns the number of pending and unacknowledged messages; null while NATS is unreachable. */
  lag(): Promise<number | null>
  /** Processes a dead letter again; settles it on success, otherwise stores the new reason. */
  replay(letter: DeadLetter, by: string): Promise<void>
}

/** Opens the processing of inbound messages, from the stream and from dead letters. */
export function openInbound({ nats, resources, record, letters, paused, metrics, newId, now, failed }: InboundOptions): Inbound {
  // The R4 definitions are large, so they are loaded with the first message.
  let processor: Promise<InboundProcessor> | null = null
  const openProcessor = () => {
    processor ??= openValidator().then((validate) => new InboundProcessor({ resources, record, validate, newId, now }))
    return processor
  }
  const processMessage = async (subject: string, bytes: Uint8Array) => (await openProcessor()).process(subject, bytes)

  const consumer = new InboundConsumer({
    nats,
    processMessage,
    isPaused: paused,
    deadLetter: (letter, reason, attempts) => letters.putMessage(letter, reason, attempts),
    onOutcome: (outcome) => metrics.inbound.inc({ outcome }),
    onError(error) {
      metrics.failed.inc({ consumer: INBOUND })
      failed(error)
    },
  })

  return {
    start: () => consumer.start(),
    stop: () => consumer.stop(),
    lag: () => consumer.lag(),
    async replay({ id, attempts }, by) {
      const letter = await letters.open(id)
      if (letter?.subject == null || letter.payload === null) return
      const { subject, payload, eventId } = letter
      try {
        await processMessage(subject, new TextEncoder().encode(payload))
        await letters.settle(id, { settlement: 'replayed', by })
      } catch (error) {
        if (!(error instanceof Rejected)) throw error
        await letters.putMessage({ id, subject, payload, eventId }, `${error.reason}: ${error.message}`, attempts + 1)
      }
    },
  }
}
