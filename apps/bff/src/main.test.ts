import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Subject } from '@wardline/events'
import { freePort, ProcessUnderTest } from '@wardline/test-kit/processes/process'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { nativePasswords } from './auth/native-passwords.ts'
import { openDatabase } from './database/open-database.ts'
import { staffIn } from './database/staff.ts'
import { hospital } from './testing/hospital.ts'
import { ReconnectingClient } from './testing/reconnecting-client.ts'
import { openTestCore } from './testing/services.ts'
import { differences, Writer } from './testing/writer.ts'

/** In CI a few; a long night takes WARDLINE_KILL_ROUNDS=100. */
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
  it('stops at a wrong setting with one sentence', async () => {
    const { code, output } = await start({ PORT: 'eighty' }).ended
    expect(code).toBe(1)
    expect(output.trim()).toBe('PORT=eighty cannot be used: it has to be a port number from 0 to 65535.')
  })

  it('stops at a port that is taken with one sentence', async () => {
    const other = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const { code, output } = await start({ PORT: String(port) }).ended
    expect(code).toBe(1)
    expect(output.trim()).toBe(`Port ${port} is taken by another program; stop it or choose another PORT.`)
    other.close()
  })

  it('R16: a second opener of the data folder is refused with one sentence, and the first works on', async () => {
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

  it('of many that start at once on one folder exactly one gets it', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, async () => ({ port: await freePort() })))
    const started = all.map(({ port }) => start({ PORT: String(port) }))
    const refused = await Promise.race([
      Promise.all(started.map((process) => process.ended)).then(() => -1),
      (async () => {
        while (started.filter((process) => process.child.exitCode === 1).length < 3) await pause(20)
        return 3
      })(),
    ])
    expect(refused).toBe(3)
    const winner = started.findIndex((process) => process.child.exitCode === null)
    await started[winner]?.ready(`http://127.0.0.1:${all[winner]?.port}`)
  })

  it('takes a folder over at once after a kill, also when the old holder’s number is somebody else’s now', async () => {
    const port = String(await freePort())
    const first = start({ PORT: port })
    await first.ready(`http://127.0.0.1:${port}`)
    await first.end('SIGKILL')
    writeFileSync(path.join(folder, 'holder'), String(process.pid))
    const second = start({ PORT: port })
    await second.ready(`http://127.0.0.1:${port}`)
  })

  it('drains on SIGTERM: says it to nobody twice, ends with 0', async () => {
    const port = String(await freePort())
    const process = start({ PORT: port })
    await process.ready(`http://127.0.0.1:${port}`)
    process.child.kill('SIGTERM')
    expect(await process.end('SIGTERM')).toMatchObject({ code: 0, signal: null })
  })
})

describe('R4: kill -9 again and again while people work', () => {
  it(
    `loses no acknowledged command in ${ROUNDS} rounds, does none twice, and every screen converges`,
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
      const of = { address, patientId: jane.patientId }
      const token = await signIn('dr.amal')
      const screens = [new ReconnectingClient({ ...of, token }), new ReconnectingClient({ ...of, token: await signIn('nurse.huda') })]
      const watching = screens.map((screen) => screen.run())
      while (screens.some(({ live }) => !live)) await pause(10)

      const writers = ['a', 'b', 'c'].map((name) => new Writer(name, { ...of, token }))
      const answered = () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
      for (let round = 0; round < ROUNDS; round++) {
        const until = answered() + 15
        while (answered() < until) await pause(5)
        await product.end('SIGKILL')
        product = start({ PORT: port })
        await product.ready(url)
      }
      await Promise.all(writers.map((writer) => writer.stop()))
      const acknowledged = writers.flatMap((writer) => writer.acknowledged.map(({ text }) => text))

      const fresh = await screens[0]?.readAll()
      if (!fresh) throw new Error('nobody writes any more')
      expect(differences(fresh.rows, acknowledged)).toEqual({ lost: [], twice: [], unasked: [] })
      for (const screen of screens) {
        while (screen.position < fresh.asOf.seq) await pause(10)
        screen.stop()
        expect(screen.faults).toEqual([])
        expect(screen.resyncs).toBe(0)
        // What a screen holds is the first page, carried on.
        expect(screen.rows.length).toBeGreaterThanOrEqual(Math.min(fresh.rows.length, 1_000))
        expect(screen.rows).toEqual(fresh.rows.slice(0, screen.rows.length))
      }
      await Promise.all(watching)
      console.log(
        `R4: one process killed ${ROUNDS} times: ${acknowledged.length} commands acknowledged, 0 lost, 0 twice, 0 snapshots needed`,
      )
    },
    120_000 + ROUNDS * 10_000,
  )
})
