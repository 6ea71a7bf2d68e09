import { createServer } from 'node:net'
import { freePort } from '@wardline/test-kit/processes/process'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterEach, describe, expect, it } from 'vitest'
import { reachServers } from './connect-dependencies.ts'

const { postgres, nats } = findServers()

describe.skipIf(!postgres || !nats)('reaching the servers', () => {
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
  /** Reaches them, with what was said meanwhile. */
  function reaching(databaseUrl: string, natsUrl: string) {
    const said: string[] = []
    let heard = () => {}
    const given = new AbortController()
    stops.push(() => given.abort())
    const reached = reachServers({ databaseUrl, natsUrl, instance: 'test', signal: given.signal }, (sentence) => {
      said.push(sentence)
      heard()
    })
    reached.then(
      ({ database, nats }) => {
        stops.push(
          () => database.close(),
          () => nats.close(),
        )
      },
      () => undefined,
    )
    const sentence = () =>
      new Promise<string>((resolve) => {
        heard = () => said[0] && resolve(said[0])
        heard()
      })
    return { reached, sentence, said }
  }

  it('says nothing when both are there', async () => {
    const { bus, url } = await servers()
    const { reached, said } = reaching(url, bus.url)
    expect((await reached).nats.connected).toBe(true)
    expect(said).toEqual([])
  })

  it('says in one sentence that the database is away, and goes on once it is there', async () => {
    const { database, bus, url } = await servers()
    await database.kill()
    const { reached, sentence } = reaching(url, bus.url)
    expect(await sentence()).toMatch(
      new RegExp(`^PostgreSQL at 127\\.0\\.0\\.1:${database.port} cannot be reached: nobody listens there; trying again in \\d+ s\\.$`),
    )
    await database.up()
    expect((await reached).database.onServer).toBe(true)
  })

  it('says in one sentence that NATS is away, and goes on once it is there', async () => {
    const { bus, url } = await servers()
    await bus.kill()
    const { reached, sentence } = reaching(url, bus.url)
    expect(await sentence()).toMatch(/^NATS at 127\.0\.0\.1:\d+ cannot be reached: .+; trying again in \d+ s\.$/)
    await bus.up()
    expect((await reached).nats.connected).toBe(true)
  })

  it('says that there is no such database, and no password', async () => {
    const { database, bus } = await servers()
    const { sentence, reached } = reaching(`postgres://wardline:hunter2@127.0.0.1:${database.port}/nowhere`, bus.url)
    const said = await sentence()
    expect(said).toContain('there is no such database')
    expect(said).not.toContain('hunter2')
    const client = new (await import('pg')).default.Client({ connectionString: database.url() })
    await client.connect()
    await client.query('CREATE DATABASE nowhere')
    await client.end()
    await reached
  })

  it('finds something else listening, and waits', async () => {
    const { bus, database } = await servers()
    const port = await freePort()
    const other = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const { sentence } = reaching(`postgres://wardline@127.0.0.1:${port}/ward`, bus.url)
    expect(await sentence()).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+ cannot be reached: .+\.$/)
    other.close()
    expect(database.port).not.toBe(port)
  })

  it('several that start at once on an empty database make one set of tables', async () => {
    const { bus, url } = await servers()
    const all = await Promise.all([1, 2, 3].map(() => reaching(url, bus.url).reached))
    const epochs = await Promise.all(
      all.map(({ database }) => database.query<{ epoch: string }>('test_epoch', 'SELECT epoch FROM log_epoch')),
    )
    expect(new Set(epochs.map((rows) => rows.map(({ epoch }) => epoch).join())).size).toBe(1)
    expect(epochs[0]).toHaveLength(1)
  })
})
