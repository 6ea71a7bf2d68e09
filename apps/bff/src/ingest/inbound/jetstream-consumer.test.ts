import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { aMessage } from '@wardline/events/testing'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectNats, type Nats } from '../../bus/nats.ts'
import { ensureStreams, INBOUND_STREAM } from '../../bus/streams.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { InboundOutcome } from './inbound-processor.ts'
import { INBOUND_CONSUMER, InboundConsumer } from './jetstream-consumer.ts'
import { Rejected } from './rejection.ts'

describe.skipIf(!findServers().nats)('inbound messages', () => {
  let server: NatsServer
  let nats: Nats
  const consumers: InboundConsumer[] = []
  const deadLetters: { id: string; subject: string; eventId: string | null; reason: string; attempts: number }[] = []
  let received: string[] = []
  let respond: (text: string, delivery: number) => Promise<InboundOutcome>
  let isPaused = false
  let onChange = () => {}

  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    nats = await connectNats({ url: server.url, name: 'test' })
    await ensureStreams(nats, 1)
    received = []
    deadLetters.length = 0
    isPaused = false
    respond = async () => 'taken'
  })
  afterEach(async () => {
    for (const consumer of consumers.splice(0)) await consumer.stop()
    const manager = await jetstreamManager(nats.connection)
    await manager.streams.purge(INBOUND_STREAM)
    await manager.consumers.delete(INBOUND_STREAM, INBOUND_CONSUMER).catch(() => undefined)
    await nats.close()
  })

  async function startConsumer(connection: Nats = nats): Promise<InboundConsumer> {
    const deliveryCounts = new Map<string, number>()
    const consumer = new InboundConsumer({
      nats: connection,
      async processMessage(_, bytes) {
        const text = new TextDecoder().decode(bytes)
        received.push(text)
        deliveryCounts.set(text, (deliveryCounts.get(text) ?? 0) + 1)
        try {
          return await respond(text, deliveryCounts.get(text) ?? 1)
        } finally {
          onChange()
        }
      },
      deadLetter: async (rejected, reason, attempts) => {
        deadLetters.push({ id: rejected.id, subject: rejected.subject, eventId: rejected.eventId, reason, attempts })
        onChange()
      },
      isPaused: () => isPaused,
      onOutcome: () => onChange(),
      onError: () => undefined,
      backoffMs: [5, 5, 5, 5],
    })
    consumers.push(consumer)
    consumer.start()
    return consumer
  }
  const waitUntil = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      onChange = () => done() && resolve()
      onChange()
    })
  const publish = (text: string, subject = 'lab.result.available') => jetstream(nats.connection).publish(subject, text)
  const pending = async () => {
    const info = await (await jetstreamManager(nats.connection)).consumers.info(INBOUND_STREAM, INBOUND_CONSUMER)
    return info.num_pending + info.num_ack_pending
  }
  /** Waits until the server has received all acknowledgements. */
  const acknowledged = async () => {
    await nats.connection.flush()
    await expect.poll(pending, { message: 'all messages are acknowledged' }).toBe(0)
  }

  it('are processed under every agreed subject and acknowledged', async () => {
    await startConsumer()
    await publish('one')
    await publish('two', 'lab_result_available')
    await publish('three', 'device.anything.at.all')
    await waitUntil(() => received.length === 3)
    await acknowledged()
    expect(new Set(received)).toEqual(new Set(['one', 'two', 'three']))
  })

  it('are each delivered to one of several processes', async () => {
    const other = await connectNats({ url: server.url, name: 'other' })
    await Promise.all([startConsumer(), startConsumer(other)])
    await Promise.all(Array.from({ length: 40 }, (_, index) => publish(`m${index}`)))
    await waitUntil(() => received.length >= 40)
    await acknowledged()
    expect(new Set(received).size).toBe(40)
    expect(received).toHaveLength(40)
    await consumers.pop()?.stop()
    await other.close()
  })

  it('R8: a failing message is tried five times and then dead-lettered; other messages do not wait for it', async () => {
    respond = async (text) => {
      if (text === 'poison') throw new Error('poisoned')
      return 'taken'
    }
    await startConsumer()
    await publish('poison')
    await publish('fine')
    await waitUntil(() => deadLetters.length === 1)
    await acknowledged()
    expect(received.filter((text) => text === 'poison')).toHaveLength(5)
    expect(received.indexOf('fine')).toBeLessThan(received.lastIndexOf('poison'))
    expect(deadLetters).toMatchObject([{ subject: 'lab.result.available', reason: 'the message could not be recorded', attempts: 5 }])
  })

  it('a permanently rejected message is dead-lettered at once, with reason and event id', async () => {
    respond = async () => {
      throw new Rejected('not-authorised', 'lab.result.available')
    }
    await startConsumer()
    const message = aMessage('lab.result.available')
    await publish(JSON.stringify(message))
    await waitUntil(() => deadLetters.length === 1)
    expect(deadLetters).toMatchObject([{ reason: 'not-authorised: lab.result.available', attempts: 1, eventId: message.eventId }])
  })

  it('a message whose patient is not known yet is retried', async () => {
    respond = async (_, delivery) => {
      if (delivery < 3) throw new Rejected('unknown-patient', 'unknown', { isRetryable: true })
      return 'taken'
    }
    await startConsumer()
    await publish('early')
    await waitUntil(() => received.length === 3)
    await acknowledged()
    expect(deadLetters).toEqual([])
  })

  it('a database outage dead-letters no message', async () => {
    respond = async (_, delivery) => {
      if (delivery < 2) throw new Refusal('OUTAGE')
      return 'taken'
    }
    await startConsumer()
    await publish('waits')
    await waitUntil(() => received.length === 2)
    await acknowledged()
    expect(deadLetters).toEqual([])
  })

  it('are not consumed while paused', async () => {
    isPaused = true
    await startConsumer()
    await publish('later')
    isPaused = false
    await waitUntil(() => received.length === 1)
    expect(received).toEqual(['later'])
  })

  it('are consumed again after NATS restarted without its data', async () => {
    await startConsumer()
    await publish('before')
    await waitUntil(() => received.length === 1)
    const reconnected = new Promise<void>((resolve) => {
      nats.onChange((connected) => connected && resolve())
    })
    await server.kill()
    server.wipe()
    await server.up()
    await reconnected
    await ensureStreams(nats, 1)
    await publish('after')
    await waitUntil(() => received.includes('after'))
  })
})
