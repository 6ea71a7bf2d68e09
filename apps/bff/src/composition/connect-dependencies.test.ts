import { createServer } from 'node:net'
import { freePort } from '@wardline/test-kit/processes/process'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { connectDependencies } from './connect-dependencies.ts'

const { postgres, nats } = findServers()

describe.skipIf(!postgres || !nats)('connecting to the servers', () => {
  const stops: (() => Promise<unknown> | unknown)[] = []
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })

  async function servers() {
    const [database, bus] = await Promise.all([PostgresServer.start(), NatsServer.start()])
    stops.push(
      () => database.stop(),
      () => bus.stop(),
    )
    return { database, bus, url: await database.database() }
  }
  /** Starts connecting and collects the messages logged while it retries. */
  function connecting(databaseUrl: string, natsUrl: string) {
    const messages: string[] = []
    const controller = new AbortController()
    stops.push(() => controller.abort())
    const reached = connectDependencies({ databaseUrl, natsUrl, instance: 'test', signal: controller.signal }, (message) =>
      messages.push(message),
    )
    reached.then(
      ({ database, nats }) => {
        stops.push(
          () => database.close(),
          () => nats.close(),
        )
      },
      () => undefined,
    )
    const firstMessage = () => vi.waitUntil(() => messages[0], { timeout: 30_000 })
    return { reached, firstMessage, messages }
  }

  it('nothing is logged when both servers are up', async () => {
    const { bus, url } = await servers()
    const { reached, messages } = connecting(url, bus.url)
    expect((await reached).nats.connected).toBe(true)
    expect(messages).toEqual([])
  })

  it('an unreachable database is logged in one sentence, and the start continues once it is up', async () => {
    const { database, bus, url } = await servers()
    await database.kill()
    const { reached, firstMessage } = connecting(url, bus.url)
    expect(await firstMessage()).toMatch(
      new RegExp(`^PostgreSQL at 127\\.0\\.0\\.1:${database.port} is unreachable: connection refused; retrying in \\d+ s\\.$`),
    )
    await database.up()
    expect((await reached).database.isServer).toBe(true)
  })

  it('an unreachable NATS is logged in one sentence, and the start continues once it is up', async () => {
    const { bus, url } = await servers()
    await bus.kill()
    const { reached, firstMessage } = connecting(url, bus.url)
    expect(await firstMessage()).toMatch(/^NATS at 127\.0\.0\.1:\d+ is unreachable: .+; retrying in \d+ s\.$/)
    await bus.up()
    expect((await reached).nats.connected).toBe(true)
  })

  it('a missing database is named, without the password', async () => {
    const { database, bus } = await servers()
    const { firstMessage, reached } = connecting(`postgres://wardline:hunter2@127.0.0.1:${database.port}/nowhere`, bus.url)
    const message = await firstMessage()
    expect(message).toContain('the database does not exist')
    expect(message).not.toContain('hunter2')
    const client = new (await import('pg')).default.Client({ connectionString: database.url() })
    await client.connect()
    await client.query('CREATE DATABASE nowhere')
    await client.end()
    await reached
  })

  it('another program on the port counts as unreachable and is retried', async () => {
    const { bus, database } = await servers()
    const port = await freePort()
    const other = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const { firstMessage } = connecting(`postgres://wardline@127.0.0.1:${port}/ward`, bus.url)
    expect(await firstMessage()).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+ is unreachable: .+\.$/)
    other.close()
    expect(database.port).not.toBe(port)
  })

  it('several instances that start at once on an empty database create its tables once', async () => {
    const { bus, url } = await servers()
    const all = await Promise.all([1, 2, 3].map(() => connecting(url, bus.url).reached))
    const epochs = await Promise.all(
      all.map(({ database }) => database.query<{ epoch: string }>('test_epoch', 'SELECT epoch FROM log_epoch')),
    )
    expect(new Set(epochs.map((rows) => rows.map(({ epoch }) => epoch).join())).size).toBe(1)
    expect(epochs[0]).toHaveLength(1)
  })
})
