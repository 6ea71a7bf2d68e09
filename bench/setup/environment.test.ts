import { connect } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { embedded, missingServers, onServers } from './environment.ts'

const accepts = (url: string) =>
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

test('embedded, a process has only its folder', async () => {
  const environment = await embedded()
  expect([environment.settings, await environment.allocate('/somewhere')]).toEqual([{}, { folder: '/somewhere' }])
})

test.skipIf(missingServers())('on servers, the product and each baseline server have their own database with fsync', async () => {
  const environment = await onServers()
  try {
    const { DATABASE_URL = '', NATS_URL = '' } = environment.settings
    const [first, second] = [await environment.allocate('/one'), await environment.allocate('/other')]
    expect(new Set([DATABASE_URL, first.databaseUrl, second.databaseUrl]).size).toBe(3)
    expect([first.natsUrl, second.natsUrl]).toEqual([NATS_URL, NATS_URL])
    expect(await setting(first.databaseUrl ?? '', 'fsync')).toBe('on')
    expect([await accepts(DATABASE_URL), await accepts(NATS_URL)]).toEqual([true, true])
  } finally {
    await environment.stop()
  }
  expect([await accepts(environment.settings.DATABASE_URL ?? ''), await accepts(environment.settings.NATS_URL ?? '')]).toEqual([
    false,
    false,
  ])
})
