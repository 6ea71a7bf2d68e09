import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
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
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freePort } from '../../apps/bff/src/testing/process.ts'
import { OwnProcess } from '../../apps/bff/src/testing/servers/own-process.ts'
import { findProgram } from '../../apps/bff/src/testing/servers/programs.ts'
import { deploy, textOf } from './files.ts'
import { withProgram } from './skipping.ts'

const nats = findProgram('nats-server')
const configuration = path.join(deploy, 'nats/nats-server.conf')
const permissions = textOf('deploy/nats/permissions.conf')

const passwords = [...permissions.matchAll(/\$(NATS_PASSWORD_[A-Z]+)/g)].map(([, name]) => String(name))
const users = [...permissions.matchAll(/user: "([a-z-]+)",?\s+password: \$(NATS_PASSWORD_[A-Z]+)/g)].map(([, user, password]) => ({
  user: String(user),
  password: `secret-of-${password}`,
}))
const services = users.map(({ user }) => user).filter((user) => user.endsWith('-service'))
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
  let server: OwnProcess
  let port = 0
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-deploy-nats-'))
  const open: NatsConnection[] = []

  async function as(user: string): Promise<NatsConnection> {
    const { password } = users.find((known) => known.user === user) ?? {}
    const connection = await connect({
      servers: `127.0.0.1:${port}`,
      user,
      pass: password,
      reconnect: false,
      inboxPrefix: user.endsWith('-service') ? `_INBOX_${user}` : '_INBOX',
    })
    open.push(connection)
    return connection
  }

  beforeAll(async () => {
    for (const name of passwords) vi.stubEnv(name, `secret-of-${name}`)
    vi.stubEnv('NATS_SERVER_NAME', 'nats-test')
    vi.stubEnv('NATS_STORE_DIR', folder)
    port = await freePort()
    const monitoring = await freePort()
    const own = ['-a', '127.0.0.1', '-p', String(port), '-m', String(monitoring)]
    server = new OwnProcess(String(nats), ['-c', configuration, ...own])
    await server.listens(port)
  })
  afterAll(async () => {
    for (const connection of open) await connection.close()
    await server.end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    vi.unstubAllEnvs()
  })

  it('has a configuration that the server itself calls valid', () => {
    expect(() => execFileSync(String(nats), ['-t', '-c', configuration], { stdio: 'pipe' })).not.toThrow()
  })

  it('lets nobody in without a name, or with a wrong password', async () => {
    await expect(connect({ servers: `127.0.0.1:${port}`, reconnect: false })).rejects.toThrow()
    await expect(connect({ servers: `127.0.0.1:${port}`, reconnect: false, user: 'lab-service', pass: 'guessed' })).rejects.toThrow()
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
  expect(new Set(passwords).size).toBe(users.length)
  expect([...services].sort(), 'the services that the product knows').toEqual(Object.keys(publishers).sort())
  const example = textOf('deploy/.env.example')
  for (const name of passwords) expect(example).toContain(`${name}=`)
})
