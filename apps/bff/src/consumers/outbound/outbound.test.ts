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

describe.skipIf(!findServers().nats)('R9: the streams are complete', () => {
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
    outbound = openOutbound()
    outbound.start()
    patient = await core.admit()
  })
  afterEach(async () => {
    await outbound.stop()
    await nats.close()
    await core.close()
  })

  function openOutbound() {
    return new Outbound({
      nats,
      replicas: 1,
      ledger: publicationLedgerIn(core.database),
      bus: core.bus,
      serialize: async (event) => JSON.stringify(event),
      now: core.now,
      pauses: { isPaused: () => paused, onResumed: () => () => undefined },
      onTooLarge: (_, bytes) => large.push(bytes),
      onError: () => undefined,
      // Reconciled by the test only.
      sweepMs: 1e9,
      settledMs: 0,
    })
  }

  async function addProblems(count: number, note?: string): Promise<void> {
    const amal = await core.as('dr.amal')
    for (let added = 0; added < count; added++) {
      const condition = { ...samples.sampleCondition(), id: newId(), meta: undefined, subject: referTo('Patient', patient.patientId) }
      await amal.record(await mustTreat(amal, patient.patientId), {
        commandId: newId() as CommandId,
        input: null,
        resources: [note ? { ...condition, note: [{ text: note }] } : condition],
        events: [{ type: 'diagnosis.added', resource: note ? { ...condition, note: [{ text: note }] } : condition, data: {} }],
      })
    }
  }
  const inLog = async (): Promise<string[]> =>
    (await core.database.query<{ id: string }>('test_all', "SELECT event_id AS id FROM event WHERE type = 'diagnosis.added'")).map(
      ({ id }) => id,
    )

  /** Ids of the messages of this test's patients, in stream order. */
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
  async function expectComplete() {
    await outbound.reconcile()
    const ids = await inStream()
    expect(new Set(ids)).toEqual(new Set(await inLog()))
    return ids
  }
  const reconnected = () =>
    new Promise<void>((resolve) => {
      const stop = nats.onChange((connected) => {
        if (!connected) return
        stop()
        resolve()
      })
    })

  it('events are published once, after the response, under their own id', async () => {
    await outbound.reconcile()
    await addProblems(5)
    const ids = await expectComplete()
    expect(ids).toHaveLength(5)
    // Another instance that finds nothing missing sends nothing.
    await outbound.stop()
    outbound = openOutbound()
    outbound.start()
    expect(await expectComplete()).toHaveLength(5)
  })

  it('after an instance died before publishing', async () => {
    await outbound.stop()
    await addProblems(4)
    outbound = openOutbound()
    outbound.start()
    expect(await expectComplete()).toHaveLength(4)
  })

  it('after a pause, during which the lag is reported', async () => {
    await outbound.reconcile()
    paused = true
    await addProblems(3)
    await outbound.reconcile()
    expect(await inStream()).toEqual([])
    expect(await outbound.lag()).toBeGreaterThanOrEqual(3)
    paused = false
    expect(await expectComplete()).toHaveLength(3)
    expect(await outbound.lag()).toBe(0)
  })

  it('after an outage of NATS', async () => {
    await addProblems(2)
    await expectComplete()
    const back = reconnected()
    await server.kill()
    await addProblems(3)
    await server.up()
    await back
    await addProblems(1)
    expect(await expectComplete()).toHaveLength(6)
  })

  it('after NATS lost all data', async () => {
    await addProblems(3)
    await expectComplete()
    const back = reconnected()
    await server.kill()
    server.wipe()
    await addProblems(2)
    await server.up()
    await back
    expect(await expectComplete()).toHaveLength(5)
  })

  it('after NATS was restored to an earlier state and written to before the next check', async () => {
    await addProblems(3)
    await expectComplete()
    await server.kill()
    const goBack = server.keep()
    const first = reconnected()
    await server.up()
    await first
    await addProblems(4)
    await expectComplete()
    const second = reconnected()
    await server.kill()
    goBack()
    await server.up()
    await second
    // The same sequence numbers are assigned to other events.
    await addProblems(6)
    const ids = await expectComplete()
    expect(ids).toHaveLength(13)
  })

  it('except for an event over the size limit, which stays in the log and delays no other', async () => {
    await addProblems(1, 'x'.repeat(1_100_000))
    await addProblems(1)
    await outbound.reconcile()
    expect(await inStream()).toHaveLength(1)
    expect(large.length).toBeGreaterThan(0)
    const { length } = large
    await outbound.reconcile()
    expect(large).toHaveLength(length)
  })

  it('and other systems can read them with their own consumer', async () => {
    await outbound.reconcile()
    await addProblems(2)
    await expectComplete()
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
