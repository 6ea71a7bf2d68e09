import { execFileSync } from 'node:child_process'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import {
  declarationOf,
  type InboundType,
  inboundSubjectOf,
  inboundSubjects,
  inboundTypes,
  type Publisher,
  publishers,
} from '@wardline/events'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from './files.ts'
import { DeployedNats, natsConfiguration, natsPasswords, natsUsers } from './nats-server.ts'
import { withProgram } from './skip-title.ts'

const nats = findProgram('nats-server')
const services = natsUsers.map(({ user }) => user).filter((user) => user.endsWith('-service'))
/** All subjects of an inbound event type, under its name and its aliases. */
const namesOf = (type: InboundType) => [
  ...(inboundSubjectOf(type) === type ? [type] : []),
  ...inboundSubjects.filter((subject) => declarationOf(type).aliases.includes(subject)),
]
const inboundTypeSubjects = [...new Set(inboundTypes.flatMap(namesOf))]
const publishersOf = (subject: string) =>
  (Object.keys(publishers) as Publisher[]).filter((service) => publishers[service].some((type) => namesOf(type).includes(subject)))
/** Services that may publish on a whole subject prefix; the product itself rejects messages of theirs that it does not accept. */
const owners: Readonly<Record<string, readonly string[]>> = {
  'patient-service': ['ehr-service'],
  'encounter-service': ['ehr-service'],
  'lab-service': ['lab-service'],
  'radiology-service': ['radiology-service'],
  'pharmacy-service': ['pharmacy-service'],
  'device-service': ['device-integration-service'],
}
const productSubjects = ['wardline.recorded', 'wardline.sessionEnded', 'clinical.lab.p00.lab.result.available']

describe.skipIf(!nats)(withProgram('the NATS server of deploy/', 'nats-server', nats), () => {
  let server: DeployedNats
  const connections: NatsConnection[] = []

  async function connectAs(user: string): Promise<NatsConnection> {
    const { password } = natsUsers.find((known) => known.user === user) ?? {}
    const connection = await connect({
      servers: `127.0.0.1:${server.port}`,
      user,
      ...(password === undefined ? {} : { pass: password }),
      reconnect: false,
      inboxPrefix: user.endsWith('-service') ? `_INBOX_${user}` : '_INBOX',
    })
    connections.push(connection)
    return connection
  }

  beforeAll(async () => {
    server = await DeployedNats.start()
  })
  afterAll(async () => {
    for (const connection of connections) await connection.close()
    await server?.stop()
  })

  it('nats-server accepts the configuration', () => {
    const env = { ...process.env, ...server.settings }
    expect(() => execFileSync(String(nats), ['-t', '-c', natsConfiguration], { stdio: 'pipe', env })).not.toThrow()
  })

  it('a connection without a user or with a wrong password is rejected', async () => {
    await expect(connect({ servers: `127.0.0.1:${server.port}`, reconnect: false })).rejects.toThrow()
    await expect(connect({ servers: `127.0.0.1:${server.port}`, reconnect: false, user: 'lab-service', pass: 'guessed' })).rejects.toThrow()
  })

  /** Publishes on each subject as each service. Returns the services whose message arrived, by subject. */
  async function publishersAllowedOn(subjects: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const listener = await connectAs('operator')
    const received = new Map<string, string[]>()
    listener.subscribe('>', {
      callback: (_, { subject, data }) => void received.set(subject, [...(received.get(subject) ?? []), new TextDecoder().decode(data)]),
    })
    await listener.flush()
    for (const service of services) {
      const connection = await connectAs(service)
      for (const subject of subjects) connection.publish(subject, service)
      await connection.flush()
    }
    await listener.flush()
    return received
  }

  it('each service may publish the events that the product accepts from it, and only on its own subjects', async () => {
    const received = await publishersAllowedOn([
      ...inboundTypeSubjects,
      ...productSubjects,
      '$JS.API.STREAM.DELETE.lab-events',
      '$JS.API.CONSUMER.DELETE.lab-events.audit-service',
    ])
    expect([...received.keys()].sort(), 'only inbound subjects').toEqual([...inboundTypeSubjects].sort())
    for (const subject of inboundTypeSubjects) {
      const expected: readonly string[] = publishersOf(subject)
      const owner = subject.includes('.') ? `${subject.split('.')[0]}-service` : ''
      expect(received.get(subject), `${subject} from all its publishers`).toEqual(expect.arrayContaining([...expected]))
      expect(
        received.get(subject)?.filter((service) => !expected.includes(service) && !owners[owner]?.includes(service)),
        subject,
      ).toEqual([])
    }
    expect(received.get('lab.result.available')).toEqual(['lab-service'])
  })

  it.each(['wardline.>', 'clinical.>', 'lab.>', '_INBOX.>', '_INBOX_audit-service.>', '>'])(
    'a service may not subscribe to %s',
    async (subject) => {
      const connection = await connectAs('lab-service')
      const error = new Promise<Error | null>((resolve) => connection.subscribe(subject, { callback: (reason) => resolve(reason) }))
      expect((await error)?.message).toMatch(/permissions violation/i)
    },
  )

  it('a service may read a stream through its own consumer only', async () => {
    const operator = await connectAs('operator')
    const manager = await jetstreamManager(operator)
    await manager.streams.add({ name: 'lab-events', subjects: ['clinical.lab.>'] })
    for (const name of ['notification-service', 'audit-service'])
      await manager.consumers.add('lab-events', { durable_name: name, ack_policy: 'explicit' })

    const product = await connectAs('wardline')
    await jetstream(product).publish('clinical.lab.p00.lab.result.available', 'something')

    const reader = jetstream(await connectAs('notification-service'), { checkAPI: false })
    const message = await (await reader.consumers.get('lab-events', 'notification-service')).next()
    expect(message?.string()).toBe('something')
    await message?.ackAck()
    await expect(reader.consumers.get('lab-events', 'audit-service')).rejects.toThrow(/permissions violation/i)
  })
})

it('each user has its own password variable, which the example names', () => {
  expect(new Set(natsPasswords).size).toBe(natsUsers.length)
  expect([...services].sort(), 'the publishers known to the product').toEqual(Object.keys(publishers).sort())
  const example = textOf('deploy/.env.example')
  for (const name of natsPasswords) expect(example).toContain(`${name}=`)
})
