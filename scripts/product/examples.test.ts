import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { inboundSubjects, type PublishedEvent, readPublished } from '@wardline/events'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openValidator } from '../../apps/bff/src/ingest/validation/validate.ts'

const run = promisify(execFile)
const examples = path.join(import.meta.dirname, '../../examples')
const STREAM = 'inbound'
const { nats } = findServers()

describe.skipIf(!nats)(
  `examples publish messages that the product accepts${nats ? '' : ' (skipped: nats-server is not installed)'}`,
  () => {
    let server: NatsServer
    let connection: NatsConnection
    beforeAll(async () => {
      server = await NatsServer.start()
      connection = await connect({ servers: server.url })
      const manager = await jetstreamManager(connection)
      await manager.streams.add({ name: STREAM, subjects: [...inboundSubjects] })
      await manager.consumers.add(STREAM, { durable_name: 'reader', ack_policy: 'none' })
    })
    afterAll(async () => {
      await connection?.close()
      await server?.stop()
    })

    /** Runs an example and returns the events it published. Each one must be accepted and valid FHIR R4. */
    async function publishedBy(example: string, ...args: readonly string[]): Promise<readonly PublishedEvent[]> {
      const { stdout } = await run(process.execPath, [path.join(examples, example), ...args], {
        env: { ...process.env, NATS_URL: server.url },
      })
      const lines = stdout.trim().split('\n').length
      const consumer = await jetstream(connection).consumers.get(STREAM, 'reader')
      const validate = await openValidator()
      const events: PublishedEvent[] = []
      for await (const message of await consumer.fetch({ max_messages: lines, expires: 10_000 })) {
        const { event, refused } = readPublished(message.subject, message.data)
        expect(refused).toBeNull()
        expect(message.headers?.get('Nats-Msg-Id')).toBe(event?.eventId)
        for (const resource of [event?.data.resource, ...(event?.data.related ?? [])]) expect(resource && validate(resource)).toBeNull()
        if (event) events.push(event)
      }
      expect(events).toHaveLength(lines)
      return events
    }

    it('the laboratory system publishes a panel', async () => {
      const [result, ...rest] = await publishedBy('lab-system.ts', '--patient', 'p-1', '--order', 'o-1')
      expect(rest).toEqual([])
      expect(result).toMatchObject({
        eventType: 'lab.result.available',
        source: 'lab-service',
        patientId: 'p-1',
        data: { details: { orderId: 'o-1' }, related: [{ code: { text: 'Sodium' } }, { valueQuantity: { value: 4.2 } }] },
      })
    })

    it('the laboratory system publishes a critical potassium as a result and as an alert', async () => {
      const [result, alert] = await publishedBy('lab-system.ts', '--mrn', '1297287652', '--critical')
      expect(alert).toMatchObject({
        eventType: 'lab.critical.alert',
        patientMRN: '1297287652',
        causationId: result?.eventId,
        correlationId: result?.correlationId,
        data: { resource: { valueQuantity: { value: 6.9 } } },
      })
    })

    it('the device gateway publishes that a monitor connects, measures, raises an alert and disconnects', async () => {
      const events = await publishedBy('device-gateway.ts', '--patient', 'p-1', '--low')
      expect(events.map(({ eventType }) => eventType)).toEqual([
        'device.connected',
        'encounter.vitals.recorded',
        'lab.critical.alert',
        'device.disconnected',
      ])
      expect(new Set(events.map(({ correlationId }) => correlationId)).size).toBe(1)
    })

    it.each(['lab-system.ts', 'device-gateway.ts'])('%s prints its usage when no patient is named', async (example) => {
      await expect(run(process.execPath, [path.join(examples, example)])).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining('NATS_URL'),
      })
    })
  },
)
