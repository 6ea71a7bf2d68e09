import { connect } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { embedded, missingServers, onServers } from './environment.ts'

const answers = (url: string) =>
  new Promise<boolean>((done) => {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.once('connect', () => done(socket.destroy() !== null))
    socket.once('error', () => done(false))
  })

async function setting(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name])
    return rows[0]?.value ?? ''
  } finally {
    await client.end()
  }
}

test('alone a process has a folder and nothing beside', async () => {
  const ground = await embedded()
  expect([ground.settings, await ground.place('/somewhere')]).toEqual([{}, { folder: '/somewhere' }])
})

test.skipIf(missingServers())('on servers the product and each bare server have a database of their own, synced to the disk', async () => {
  const ground = await onServers()
  try {
    const { DATABASE_URL = '', NATS_URL = '' } = ground.settings
    const [one, other] = [await ground.place('/one'), await ground.place('/other')]
    expect(new Set([DATABASE_URL, one.databaseUrl, other.databaseUrl]).size).toBe(3)
    expect([one.natsUrl, other.natsUrl]).toEqual([NATS_URL, NATS_URL])
    expect(await setting(one.databaseUrl ?? '', 'fsync')).toBe('on')
    expect([await answers(DATABASE_URL), await answers(NATS_URL)]).toEqual([true, true])
  } finally {
    await ground.leave()
  }
  expect([await answers(ground.settings.DATABASE_URL ?? ''), await answers(ground.settings.NATS_URL ?? '')]).toEqual([false, false])
})
