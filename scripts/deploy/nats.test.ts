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
import { withProgram } from './skipping.ts'

const nats = findProgram('nats-server')
const services = natsUsers.map(({ user }) => user).filter((user) => user.endsWith('-service'))
/** Every subject on which something may be told, under each of its names. */
const namesOf = (type: InboundType) => [
  ...(inboundSubjectOf(type) === type ? [type] : []),
  ...inboundSubjects.filter((subject) => declarationOf(type).aliases.includes(subject)),
]
const told = [...new Set(inboundTypes.flatMap(namesOf))]
const publishersOf = (subject: string) =>
  (Object.keys(publishers) as Publisher[]).filter((service) => publishers[service].some((type) => namesOf(type).includes(subject)))
/** Whose whole kind of subject it is: what else they say there is judged, and set aside, by the product. */
const owners: Readonly<Record<string, readonly string[]>> = {
  'patient-service': ['ehr-service'],
  'encounter-service': ['ehr-service'],
  'lab-service': ['lab-service'],
  'radiology-service': ['radiology-service'],
  'pharmacy-service': ['pharmacy-service'],
  'device-service': ['device-integration-service'],
}
const ours = ['wardline.recorded', 'wardline.sessionEnded', 'clinical.lab.p00.lab.result.available']

describe.skipIf(!nats)(withProgram('the NATS server of deploy/', 'nats-server', nats), () => {
  let server: DeployedNats
  const open: NatsConnection[] = []

  async function as(user: string): Promise<NatsConnection> {
    const { password } = natsUsers.find((known) => known.user === user) ?? {}
    const connection = await connect({
      servers: `127.0.0.1:${server.port}`,
      user,
      pass: password,
      reconnect: false,
      inboxPrefix: user.endsWith('-service') ? `_INBOX_${user}` : '_INBOX',
    })
    open.push(connection)
    return connection
  }

  beforeAll(async () => {
    server = await DeployedNats.start()
  })
  afterAll(async () => {
    for (const connection of open) await connection.close()
    await server?.stop()
  })

  it('has a configuration that the server itself calls valid', () => {
    const env = { ...process.env, ...server.settings }
    expect(() => execFileSync(String(nats), ['-t', '-c', natsConfiguration], { stdio: 'pipe', env })).not.toThrow()
  })

  it('lets nobody in without a name, or with a wrong password', async () => {
    await expect(connect({ servers: `127.0.0.1:${server.port}`, reconnect: false })).rejects.toThrow()
    await expect(connect({ servers: `127.0.0.1:${server.port}`, reconnect: false, user: 'lab-service', pass: 'guessed' })).rejects.toThrow()
  })

  /** Who was heard saying what, when every service tries to say everything. */
  async function whoIsHeard(subjects: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const listener = await as('operator')
    const heard = new Map<string, string[]>()
    listener.subscribe('>', {
      callback: (_, { subject, data }) => void heard.set(subject, [...(heard.get(subject) ?? []), new TextDecoder().decode(data)]),
    })
    await listener.flush()
    for (const service of services) {
      const connection = await as(service)
      for (const subject of subjects) connection.publish(subject, service)
      await connection.flush()
    }
    await listener.flush()
    return heard
  }

  it('lets each service say what the product lets it say, and nothing outside its own subjects', async () => {
    const heard = await whoIsHeard([
      ...told,
      ...ours,
      '$JS.API.STREAM.DELETE.lab-events',
      '$JS.API.CONSUMER.DELETE.lab-events.audit-service',
    ])
    expect([...heard.keys()].sort(), 'nothing but what comes from outside').toEqual([...told].sort())
    for (const subject of told) {
      const expected: readonly string[] = publishersOf(subject)
      const owner = subject.includes('.') ? `${subject.split('.')[0]}-service` : ''
      expect(heard.get(subject), `${subject} by all that may say it`).toEqual(expect.arrayContaining([...expected]))
      expect(
        heard.get(subject)?.filter((service) => !expected.includes(service) && !owners[owner]?.includes(service)),
        subject,
      ).toEqual([])
    }
    expect(heard.get('lab.result.available')).toEqual(['lab-service'])
  })

  it.each(['wardline.>', 'clinical.>', 'lab.>', '_INBOX.>', '_INBOX_audit-service.>', '>'])(
    'lets a service listen to no %s',
    async (subject) => {
      const connection = await as('lab-service')
      const refused = new Promise<Error | null>((resolve) => connection.subscribe(subject, { callback: (error) => resolve(error) }))
      expect((await refused)?.message).toMatch(/permissions violation/i)
    },
  )

  it('lets a service read a stream by its own consumer, and by no other', async () => {
    const operator = await as('operator')
    const manager = await jetstreamManager(operator)
    await manager.streams.add({ name: 'lab-events', subjects: ['clinical.lab.>'] })
    for (const name of ['notification-service', 'audit-service'])
      await manager.consumers.add('lab-events', { durable_name: name, ack_policy: 'explicit' })

    const product = await as('wardline')
    await jetstream(product).publish('clinical.lab.p00.lab.result.available', 'something')

    const reader = jetstream(await as('notification-service'), { checkAPI: false })
    const message = await (await reader.consumers.get('lab-events', 'notification-service')).next()
    expect(message?.string()).toBe('something')
    await message?.ackAck()
    await expect(reader.consumers.get('lab-events', 'audit-service')).rejects.toThrow(/permissions violation/i)
  })
})

it('has a password of its own for every user, and names each in the example', () => {
  expect(new Set(natsPasswords).size).toBe(natsUsers.length)
  expect([...services].sort(), 'the services that the product knows').toEqual(Object.keys(publishers).sort())
  const example = textOf('deploy/.env.example')
  for (const name of natsPasswords) expect(example).toContain(`${name}=`)
})
