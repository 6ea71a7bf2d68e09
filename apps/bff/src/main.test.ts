import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Subject } from '@wardline/events'
import { freePort, ProcessUnderTest } from '@wardline/test-kit/processes/process'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { nativePasswords } from './auth/native-passwords.ts'
import { openDatabase } from './database/open-database.ts'
import { staffIn } from './database/staff.ts'
import { hospital } from './testing/hospital.ts'
import { ReconnectingClient } from './testing/realtime/reconnecting-client.ts'
import { differences, Writer } from './testing/record/problem-writer.ts'
import { openTestCore } from './testing/services.ts'

/** A few rounds in CI; WARDLINE_KILL_ROUNDS=100 for an overnight run. */
const ROUNDS = Number(process.env.WARDLINE_KILL_ROUNDS ?? 8)

let folder: string
let jane: Subject
const running = new Set<ProcessUnderTest>()
const start = (env: Record<string, string>) => {
  const process = new ProcessUnderTest({ DATA_DIR: folder, ...env })
  running.add(process)
  void process.ended.then(() => running.delete(process))
  return process
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wardline-main-'))
  const database = await openDatabase({ folder })
  const staff = staffIn(database, nativePasswords, () => {})
  for (const unit of hospital.units) await staff.putUnit(unit)
  for (const member of hospital.staff) await staff.put(member)
  const core = await openTestCore({ database })
  jane = await core.admit()
  await core.close()
})
afterEach(() => Promise.all([...running].map((process) => process.end('SIGKILL'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('starting', () => {
  it('an invalid setting stops the start with one sentence', async () => {
    const { code, output } = await start({ PORT: 'eighty' }).ended
    expect(code).toBe(1)
    expect(output.trim()).toBe('Invalid setting PORT=eighty: expected a port number from 0 to 65535.')
  })

  it('a port in use stops the start with one sentence', async () => {
    const other = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const { code, output } = await start({ PORT: String(port) }).ended
    expect(code).toBe(1)
    expect(output.trim()).toBe(`Port ${port} is already in use; stop the other program or choose another PORT.`)
    other.close()
  })

  it('R16: a second process on the same data folder is refused with one sentence, and the first keeps working', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const first = start({ PORT: String(port) })
    await first.ready(url)
    const { code, output } = await start({ PORT: String(await freePort()) }).ended
    expect(code).toBe(1)
    expect(output.trim()).toBe(
      `Another Wardline (process ${first.child.pid}) is using ${folder}; stop it first or choose another DATA_DIR.`,
    )
    expect((await fetch(`${url}/readyz`)).ok).toBe(true)
  })

  it('exactly one of several processes that start at once on one folder gets it', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, async () => ({ port: await freePort() })))
    const started = all.map(({ port }) => start({ PORT: String(port) }))
    const refused = () => started.filter((process) => process.child.exitCode === 1).length
    await vi.waitUntil(() => refused() >= 3, { timeout: 60_000, interval: 20 })
    expect(refused()).toBe(3)
    const winner = started.findIndex((process) => process.child.exitCode === null)
    await started[winner]?.ready(`http://127.0.0.1:${all[winner]?.port}`)
  })

  it('a folder is free at once after a kill, even when the old process id belongs to another process now', async () => {
    const port = String(await freePort())
    const first = start({ PORT: port })
    await first.ready(`http://127.0.0.1:${port}`)
    await first.end('SIGKILL')
    writeFileSync(path.join(folder, 'holder'), String(process.pid))
    const second = start({ PORT: port })
    await second.ready(`http://127.0.0.1:${port}`)
  })

  it('SIGTERM twice drains once and exits with 0', async () => {
    const port = String(await freePort())
    const process = start({ PORT: port })
    await process.ready(`http://127.0.0.1:${port}`)
    process.child.kill('SIGTERM')
    expect(await process.end('SIGTERM')).toMatchObject({ code: 0, signal: null })
  })
})

describe('R4: kill -9 again and again under load', () => {
  it(
    `no acknowledged command is lost or applied twice in ${ROUNDS} rounds, and every client converges`,
    async () => {
      const port = String(await freePort())
      const url = `http://127.0.0.1:${port}`
      const address = () => url
      let product = start({ PORT: port })
      await product.ready(url)
      const signIn = async (username: string) => {
        const response = await fetch(`${url}/api/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username, password: hospital.password }),
        })
        return ((await response.json()) as { accessToken: string }).accessToken
      }
      const target = { address, patientId: jane.patientId }
      const token = await signIn('dr.amal')
      const clients = [
        new ReconnectingClient({ ...target, token }),
        new ReconnectingClient({ ...target, token: await signIn('nurse.huda') }),
      ]
      const watching = clients.map((client) => client.run())
      await vi.waitUntil(() => clients.every(({ live }) => live), { timeout: 30_000, interval: 10 })

      const writers = ['a', 'b', 'c'].map((name) => new Writer(name, { ...target, token }))
      const acknowledgedCount = () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
      for (let round = 0; round < ROUNDS; round++) {
        const until = acknowledgedCount() + 15
        await vi.waitUntil(() => acknowledgedCount() >= until, { timeout: 60_000, interval: 5 })
        await product.end('SIGKILL')
        product = start({ PORT: port })
        await product.ready(url)
      }
      await Promise.all(writers.map((writer) => writer.stop()))
      const acknowledged = writers.flatMap((writer) => writer.acknowledged.map(({ text }) => text))

      const fresh = await clients[0]?.readAll()
      if (!fresh) throw new Error('there is no client to read from')
      expect(differences(fresh.rows, acknowledged)).toEqual({ lost: [], twice: [], unacknowledged: [] })
      for (const client of clients) {
        await vi.waitUntil(() => client.position >= fresh.asOf.seq, { timeout: 60_000, interval: 10 })
        client.stop()
        expect(client.faults).toEqual([])
        expect(client.resyncs).toBe(0)
        // A client holds the first page and the updates since.
        expect(client.rows.length).toBeGreaterThanOrEqual(Math.min(fresh.rows.length, 1_000))
        expect(client.rows).toEqual(fresh.rows.slice(0, client.rows.length))
      }
      await Promise.all(watching)
      console.log(
        `R4: one process killed ${ROUNDS} times: ${acknowledged.length} commands acknowledged, 0 lost, 0 twice, 0 snapshots needed`,
      )
    },
    120_000 + ROUNDS * 10_000,
  )
})
