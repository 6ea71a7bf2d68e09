import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { aMessage } from '@wardline/events/testing'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectNats, type Nats } from '../../bus/nats.ts'
import { ensureStreams, INBOUND_STREAM } from '../../bus/streams.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { Taken } from './inbound-processor.ts'
import { INBOUND_CONSUMER, Listener } from './jetstream-consumer.ts'
import { Rejected } from './rejection.ts'

describe.skipIf(!findServers().nats)('inbound messages', () => {
  let server: NatsServer
  let nats: Nats
  const listeners: Listener[] = []
  const letters: { id: string; subject: string; eventId: string | null; reason: string; attempts: number }[] = []
  let heard: string[] = []
  let behave: (text: string, time: number) => Promise<Taken>
  let paused = false
  let wake = () => {}

  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    nats = await connectNats({ url: server.url, name: 'test' })
    await ensureStreams(nats, 1)
    heard = []
    letters.length = 0
    paused = false
    behave = async () => 'taken'
  })
  afterEach(async () => {
    for (const listener of listeners.splice(0)) await listener.stop()
    const manager = await jetstreamManager(nats.connection)
    await manager.streams.purge(INBOUND_STREAM)
    await manager.consumers.delete(INBOUND_STREAM, INBOUND_CONSUMER).catch(() => undefined)
    await nats.close()
  })

  async function listening(own: Nats = nats): Promise<Listener> {
    const times = new Map<string, number>()
    const listener = new Listener({
      nats: own,
      async take(_, bytes) {
        const text = new TextDecoder().decode(bytes)
        heard.push(text)
        times.set(text, (times.get(text) ?? 0) + 1)
        try {
          return await behave(text, times.get(text) ?? 1)
        } finally {
          wake()
        }
      },
      bury: async (letter, reason, attempts) => {
        letters.push({ id: letter.id, subject: letter.subject, eventId: letter.eventId, reason, attempts })
        wake()
      },
      paused: () => paused,
      counted: () => wake(),
      failed: () => undefined,
      backoffMs: [5, 5, 5, 5],
    })
    listeners.push(listener)
    listener.start()
    return listener
  }
  const until = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      wake = () => done() && resolve()
      wake()
    })
  const tell = (text: string, subject = 'lab.result.available') => jetstream(nats.connection).publish(subject, text)
  const pending = async () => {
    const info = await (await jetstreamManager(nats.connection)).consumers.info(INBOUND_STREAM, INBOUND_CONSUMER)
    return info.num_pending + info.num_ack_pending
  }
  /** Waits until the server has received all acknowledgements. */
  const acknowledged = async () => {
    await nats.connection.flush()
    for (;;) if ((await pending()) === 0) return
  }

  it('are processed under every agreed subject and acknowledged', async () => {
    await listening()
    await tell('one')
    await tell('two', 'lab_result_available')
    await tell('three', 'device.anything.at.all')
    await until(() => heard.length === 3)
    await acknowledged()
    expect(new Set(heard)).toEqual(new Set(['one', 'two', 'three']))
  })

  it('are each delivered to one of several processes', async () => {
    const other = await connectNats({ url: server.url, name: 'other' })
    await Promise.all([listening(), listening(other)])
    await Promise.all(Array.from({ length: 40 }, (_, index) => tell(`m${index}`)))
    await until(() => heard.length >= 40)
    await acknowledged()
    expect(new Set(heard).size).toBe(40)
    expect(heard).toHaveLength(40)
    await listeners.pop()?.stop()
    await other.close()
  })

  it('R8: a failing message is tried five times and then dead-lettered; other messages do not wait for it', async () => {
    behave = async (text) => {
      if (text === 'poison') throw new Error('poisoned')
      return 'taken'
    }
    await listening()
    await tell('poison')
    await tell('fine')
    await until(() => letters.length === 1)
    await acknowledged()
    expect(heard.filter((text) => text === 'poison')).toHaveLength(5)
    expect(heard.indexOf('fine')).toBeLessThan(heard.lastIndexOf('poison'))
    expect(letters).toMatchObject([{ subject: 'lab.result.available', reason: 'the message could not be recorded', attempts: 5 }])
  })

  it('a permanently rejected message is dead-lettered at once, with reason and event id', async () => {
    behave = async () => {
      throw new Rejected('not-authorised', 'lab.result.available')
    }
    await listening()
    const message = aMessage('lab.result.available')
    await tell(JSON.stringify(message))
    await until(() => letters.length === 1)
    expect(letters).toMatchObject([{ reason: 'not-authorised: lab.result.available', attempts: 1, eventId: message.eventId }])
  })

  it('a message whose patient is not known yet is retried', async () => {
    behave = async (_, time) => {
      if (time < 3) throw new Rejected('unknown-patient', 'unknown', { mayCome: true })
      return 'taken'
    }
    await listening()
    await tell('early')
    await until(() => heard.length === 3)
    await acknowledged()
    expect(letters).toEqual([])
  })

  it('a database outage dead-letters no message', async () => {
    behave = async (_, time) => {
      if (time < 2) throw new Refusal('OUTAGE')
      return 'taken'
    }
    await listening()
    await tell('waits')
    await until(() => heard.length === 2)
    await acknowledged()
    expect(letters).toEqual([])
  })

  it('are not consumed while paused', async () => {
    paused = true
    await listening()
    await tell('later')
    paused = false
    await until(() => heard.length === 1)
    expect(heard).toEqual(['later'])
  })

  it('are consumed again after NATS restarted without its data', async () => {
    await listening()
    await tell('before')
    await until(() => heard.length === 1)
    const back = new Promise<void>((resolve) => {
      nats.onChange((connected) => connected && resolve())
    })
    await server.kill()
    server.wipe()
    await server.up()
    await back
    await ensureStreams(nats, 1)
    await tell('after')
    await until(() => heard.includes('after'))
  })
})
