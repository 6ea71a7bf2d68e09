import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Epoch, type Room, rooms, type Subject } from '@wardline/events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from './database/database.ts'
import { staffIn } from './database/staff.ts'
import { openTestCore } from './testing/core.ts'
import { hospital } from './testing/hospital.ts'
import { freePort, ProcessUnderTest } from './testing/process.ts'
import { testSocket } from './testing/socket.ts'

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
  const staff = staffIn(database, () => {})
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

/** A screen that comes back by itself and carries on from where it stood (RT7). */
class ReturningScreen {
  readonly seqs: number[] = []
  resyncs = 0
  #stopped = false
  #position: { epoch: Epoch; seq: number } | undefined
  readonly #url: string
  readonly #token: string
  readonly #room: Room

  constructor(url: string, token: string, room: Room) {
    this.#url = url
    this.#token = token
    this.#room = room
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const socket = await testSocket(this.#url, { token: this.#token })
        const taken = { count: 0 }
        const take = () => {
          const updates = socket.updates(this.#room)
          for (const update of updates.slice(taken.count))
            this.#apply(update.positions[this.#room]?.seq ?? 0, update.positions[this.#room]?.prev ?? 0)
          taken.count = updates.length
        }
        const answer = await socket.ask('subscription', {
          subscription_id: 's',
          rooms: [this.#room],
          ...(this.#position ? { after: { [this.#room]: this.#position } } : {}),
        })
        const { epoch, rooms: told } = answer as {
          epoch: Epoch
          rooms: Record<Room, { head: number; missed?: { positions: Record<Room, { seq: number; prev: number }> }[] }>
        }
        const of = told[this.#room]
        if (!of?.missed) {
          this.resyncs += 1
          socket.close()
          continue
        }
        this.#position ??= { epoch, seq: of.head }
        for (const update of of.missed) this.#apply(update.positions[this.#room]?.seq ?? 0, update.positions[this.#room]?.prev ?? 0)
        socket.io.onAny(take)
        take()
        await Promise.race([socket.closed(), this.#left.promise])
        take()
        socket.close()
      } catch {
        await pause(30)
      }
    }
  }

  readonly #left = Promise.withResolvers<void>()
  stop(): void {
    this.#stopped = true
    this.#left.resolve()
  }

  #apply(seq: number, prev: number): void {
    if (!this.#position || seq <= this.#position.seq) return
    if (prev > this.#position.seq) throw new Error(`a hole before ${seq}`)
    this.seqs.push(seq)
    this.#position = { ...this.#position, seq }
  }

  get position(): number {
    return this.#position?.seq ?? -1
  }
}

describe('R4: kill -9 again and again while people work', () => {
  it(
    `loses no acknowledged command in ${ROUNDS} rounds, does none twice, and every screen converges`,
    async () => {
      const port = String(await freePort())
      const url = `http://127.0.0.1:${port}`
      const room = rooms.patient(jane.patientId)
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
      const token = await signIn('dr.amal')
      const screens = [new ReturningScreen(url, token, room), new ReturningScreen(url, await signIn('nurse.huda'), room)]
      const watching = screens.map((screen) => screen.run())
      while (screens.some(({ position }) => position < 0)) await pause(10)
      const began = screens[0]?.position ?? 0

      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const acknowledged: { text: string; answer: string }[] = []
      let working = true
      const writers = Array.from({ length: 3 }, async (_, writer) => {
        for (let n = 0; working; n++) {
          const text = `Problem ${writer}-${n}`
          const body = JSON.stringify({ commandId: randomUUID(), patientId: jane.patientId, code: null, text, onset: null })
          for (;;) {
            const answer = await fetch(`${url}/trpc/problems.add`, { method: 'POST', headers, body })
              .then(async (response) => (response.ok ? await response.text() : null))
              .catch(() => null)
            if (answer !== null) {
              acknowledged.push({ text, answer })
              break
            }
            await pause(20) // The same command again, as a browser that got no answer does.
          }
        }
      })

      for (let round = 0; round < ROUNDS; round++) {
        const until = acknowledged.length + 15
        while (acknowledged.length < until) await pause(5)
        await product.end('SIGKILL')
        product = start({ PORT: port })
        await product.ready(url)
      }
      working = false
      await Promise.all(writers)

      const list = await fetch(`${url}/trpc/problems.list`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ patientId: jane.patientId, limit: 1000 }),
      })
      const { result } = (await list.json()) as { result: { data: { rows: { display: string }[]; asOf: { seq: number } } } }
      const recorded = result.data.rows.map(({ display }) => display)
      expect(recorded.toSorted()).toEqual(acknowledged.map(({ text }) => text).toSorted())

      const head = began + acknowledged.length
      expect(result.data.asOf.seq).toBe(head)
      while (screens.some(({ position }) => position < head)) await pause(10)
      for (const screen of screens) {
        screen.stop()
        expect(screen.seqs).toEqual(Array.from({ length: acknowledged.length }, (_, n) => began + 1 + n))
        expect(screen.resyncs).toBe(0)
      }
      await Promise.all(watching)
      console.log(
        `R4: one process killed ${ROUNDS} times: ${acknowledged.length} commands acknowledged, 0 lost, 0 twice, 0 snapshots needed`,
      )
    },
    120_000 + ROUNDS * 10_000,
  )
})
