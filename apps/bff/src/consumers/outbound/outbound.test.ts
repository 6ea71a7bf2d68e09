import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { CommandId, Subject } from '@wardline/events'
import { referTo, streamOf } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectNats, type Nats } from '../../bus/nats.ts'
import { newId } from '../../commands/ids.ts'
import { mustTreat } from '../../commands/permits.ts'
import { openTestCore, type TestCore } from '../../testing/services.ts'
import { Outbound } from './outbound.ts'
import { publicationLedgerIn } from './publication-ledger.ts'

describe.skipIf(!findServers().nats)('R9: the streams are as complete as the log', () => {
  let server: NatsServer
  let core: TestCore
  let nats: Nats
  let outbound: Outbound
  let patient: Subject
  const large: number[] = []
  let paused = false

  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    paused = false
    core = await openTestCore()
    nats = await connectNats({ url: server.url, name: 'test' })
    outbound = opened()
    outbound.start()
    patient = await core.admit()
  })
  afterEach(async () => {
    await outbound.stop()
    await nats.close()
    await core.close()
  })

  function opened() {
    return new Outbound({
      nats,
      replicas: 1,
      ledger: publicationLedgerIn(core.database),
      bus: core.bus,
      bodyOf: async (event) => JSON.stringify(event),
      now: core.now,
      paused: () => paused,
      tooLarge: (_, bytes) => large.push(bytes),
      failed: () => undefined,
      // The test says when.
      everyMs: 1e9,
      settledMs: 0,
    })
  }

  async function diagnosed(count: number, note?: string): Promise<void> {
    const amal = await core.as('dr.amal')
    for (let made = 0; made < count; made++) {
      const condition = { ...samples.sampleCondition(), id: newId(), meta: undefined, subject: referTo('Patient', patient.patientId) }
      await amal.record(await mustTreat(amal, patient.patientId), {
        commandId: newId() as CommandId,
        asked: null,
        write: [note ? { ...condition, note: [{ text: note }] } : condition],
        happened: [{ type: 'diagnosis.added', resource: note ? { ...condition, note: [{ text: note }] } : condition, data: {} }],
      })
    }
  }
  const inLog = async (): Promise<string[]> =>
    (await core.database.query<{ id: string }>('test_all', "SELECT event_id AS id FROM event WHERE type = 'diagnosis.added'")).map(
      ({ id }) => id,
    )

  /** Ids of the messages of this test's patients, in the order of the stream. */
  async function inStream(): Promise<string[]> {
    const manager = await jetstreamManager(nats.connection)
    const info = await manager.streams.info(streamOf('clinical')).catch(() => null)
    const known = new Set(await inLog())
    const ids: string[] = []
    const { first_seq, last_seq } = info?.state ?? { first_seq: 1, last_seq: 0 }
    for (let seq = first_seq; seq <= last_seq; seq++) {
      const message = await manager.streams.getMessage(streamOf('clinical'), { seq })
      const id = message?.header.get('Nats-Msg-Id') ?? ''
      if (known.has(id)) ids.push(id)
    }
    return ids
  }
  async function complete() {
    await outbound.reconcile()
    const ids = await inStream()
    expect(new Set(ids)).toEqual(new Set(await inLog()))
    return ids
  }
  const returned = () =>
    new Promise<void>((resolve) => {
      const stop = nats.onChange((connected) => {
        if (!connected) return
        stop()
        resolve()
      })
    })

  it('what is recorded is published after the answer, once, under its own id', async () => {
    await outbound.reconcile()
    await diagnosed(5)
    const ids = await complete()
    expect(ids).toHaveLength(5)
    // Another process that finds nothing missing sends nothing.
    await outbound.stop()
    outbound = opened()
    outbound.start()
    expect(await complete()).toHaveLength(5)
  })

  it('a process died before it published', async () => {
    await outbound.stop()
    await diagnosed(4)
    outbound = opened()
    outbound.start()
    expect(await complete()).toHaveLength(4)
  })

  it('stands still while paused, and knows how much waits', async () => {
    await outbound.reconcile()
    paused = true
    await diagnosed(3)
    await outbound.reconcile()
    expect(await inStream()).toEqual([])
    expect(await outbound.lag()).toBeGreaterThanOrEqual(3)
    paused = false
    expect(await complete()).toHaveLength(3)
    expect(await outbound.lag()).toBe(0)
  })

  it('NATS was away', async () => {
    await diagnosed(2)
    await complete()
    const back = returned()
    await server.kill()
    await diagnosed(3)
    await server.up()
    await back
    await diagnosed(1)
    expect(await complete()).toHaveLength(6)
  })

  it('NATS lost everything', async () => {
    await diagnosed(3)
    await complete()
    const back = returned()
    await server.kill()
    server.wipe()
    await diagnosed(2)
    await server.up()
    await back
    expect(await complete()).toHaveLength(5)
  })

  it('NATS went back to what it was some time ago, and went on from there before anybody looked', async () => {
    await diagnosed(3)
    await complete()
    await server.kill()
    const goBack = server.keep()
    const first = returned()
    await server.up()
    await first
    await diagnosed(4)
    await complete()
    const second = returned()
    await server.kill()
    goBack()
    await server.up()
    await second
    // The same numbers are given to other events.
    await diagnosed(6)
    const ids = await complete()
    expect(ids).toHaveLength(13)
  })

  it('an event that NATS cannot take stays in the log and holds nobody up', async () => {
    await diagnosed(1, 'x'.repeat(1_100_000))
    await diagnosed(1)
    await outbound.reconcile()
    expect(await inStream()).toHaveLength(1)
    expect(large.length).toBeGreaterThan(0)
    const { length } = large
    await outbound.reconcile()
    expect(large).toHaveLength(length)
  })

  it('other systems read it by a consumer of their own', async () => {
    await outbound.reconcile()
    await diagnosed(2)
    await complete()
    const client = jetstream(nats.connection)
    const manager = await jetstreamManager(nats.connection)
    await manager.consumers.add(streamOf('clinical'), { durable_name: 'research', filter_subject: 'clinical.clinical.*.diagnosis.>' })
    const consumer = await client.consumers.get(streamOf('clinical'), 'research')
    const messages = await consumer.fetch({ max_messages: 1_000, expires: 1_000 })
    const known = new Set(await inLog())
    let found = 0
    for await (const message of messages) {
      if (known.has(message.headers?.get('Nats-Msg-Id') ?? '')) found += 1
      message.ack()
      if (found === 2) break
    }
    expect(found).toBe(2)
  })
})
