import { setTimeout as pause } from 'node:timers/promises'
import { rooms } from '@wardline/events'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedInClient, signIn } from '../../apps/bff/src/testing/app.ts'
import type { Username } from '../../apps/bff/src/testing/hospital.ts'
import type { TestCore } from '../../apps/bff/src/testing/services.ts'
import type { TestSocket } from '../../apps/bff/src/testing/socket.ts'
import { Writer } from '../../apps/bff/src/testing/writer.ts'
import { TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()

const PACE_MS = 25

describe.skipIf(!postgres || !nats)('what ends at one of three processes ends at all of them', () => {
  let house: TestCluster
  /** Where an administrator works: a process of its own. */
  let desk: TestCore
  /** Sees what others would have seen. */
  let witness: TestSocket
  let seen = 0
  let written = 0
  let busy = true
  let working: Promise<void>

  beforeAll(async () => {
    house = await TestCluster.open(3)
    desk = await house.desk()
    witness = await (await signIn(house.address(), 'dr.sami')).socket()
    await witness.enter(room())
    witness.io.prependAny((name: string, { updates = [] }: { updates?: readonly unknown[] }) => {
      seen += name === 'update' ? 1 : updates.length
    })
    working = work(await house.tokenOf('dr.amal'))
  }, 120_000)
  afterAll(async () => {
    busy = false
    await working
    witness.close()
    await desk.close()
    await house.close()
  })

  const room = () => rooms.patient(house.patient.patientId)
  /** Something happens to the patient all the time, at every process in turn. */
  async function work(token: string): Promise<void> {
    while (busy) {
      const writer = new Writer(`w${written}`, { patientId: house.patient.patientId, token, address: house.address })
      await writer.stop()
      written += writer.acknowledged.length
      await othersSee(written)
      await pause(PACE_MS)
    }
  }
  const url = (index: number) => house.instances[index]?.url ?? ''
  /** Signed in at one process, connected to the next: a sign-in belongs to no process. */
  async function everywhere(username: Username) {
    const clients = await Promise.all(house.instances.map((instance) => signIn(instance.url, username)))
    const sockets = await Promise.all(
      clients.map(async (client, index) => {
        const socket = await client.socketAt(url((index + 1) % 3))
        expect(await socket.enter(room())).toHaveProperty('missed')
        return socket
      }),
    )
    return { clients, sockets }
  }
  /** When each frame with something of the patient came. */
  function clocked(socket: TestSocket): readonly number[] {
    const times: number[] = []
    socket.io.onAny((name: string) => {
      if (name === 'update' || name === 'updates') times.push(Date.now())
    })
    return times
  }
  /** Others see more of what is written now: whoever may see nothing has had the time to be sent it. */
  async function othersSaw(events: number): Promise<void> {
    await othersSee(written + events)
  }
  const othersSee = (events: number) => witness.until(() => seen >= events)
  const worst = (numbers: readonly number[]) => Math.max(...numbers)

  it('S3: a session that runs out on an open socket: nothing more is sent, nobody is let in again', async () => {
    const { clients, sockets } = await everywhere('nurse.huda')
    const frames = sockets.map(clocked)
    await othersSaw(5)
    // Every request would put it off; nobody asks anything from here on.
    const endsAt = Date.now() + 1_500
    await desk.database.query('test_expiry', "UPDATE session SET expires_at = $1 WHERE user_id = 'u-huda'", [
      new Date(endsAt).toISOString(),
    ])
    desk.bus.publish('staffChanged', { userId: 'u-huda' })
    await Promise.all(sockets.map((socket) => socket.next('session', ({ state }) => state !== 'expiring')))
    await Promise.all(sockets.map((socket) => socket.closed()))
    const sent = frames.map(({ length }) => length)
    await othersSaw(10)
    expect(frames.map(({ length }) => length)).toEqual(sent)
    expect(sent.every((count) => count > 0)).toBe(true)
    for (const [index, client] of clients.entries()) {
      await expect(client.socketAt(url(index), { token: client.token })).rejects.toThrow('NOT_SIGNED_IN')
      expect((await client.fetch('/api/auth/ticket', { method: 'POST' })).status).toBe(401)
    }
    const late = worst(frames.map((times) => (times.at(-1) ?? 0) - endsAt))
    console.log(
      `S3: ${sent.reduce((a, b) => a + b)} frames before the end at 3 processes; the last ${late} ms after it (bar 5,000), none later`,
    )
  })

  it('S4 RT10: a right that is lost while the screen is live, and while it is away', async () => {
    const { clients, sockets } = await everywhere('nurse.huda')
    const frames = sockets.map(clocked)
    const positions = await Promise.all(sockets.map((socket) => socket.enter(room())))
    await othersSaw(5)
    const [away] = sockets
    away?.close()
    const live = sockets.slice(1)
    const since = Date.now()
    await desk.staff.setUnits('u-huda', ['ward-5'])
    for (const socket of live) expect(await socket.next('revoked')).toEqual({ room: room() })
    const sent = live.map((socket) => socket.seqs(room()).length)
    await othersSaw(10)
    expect(live.map((socket) => socket.seqs(room()).length)).toEqual(sent)
    const late = worst(frames.slice(1).map((times) => (times.at(-1) ?? 0) - since))

    // Whoever was away comes back at each process with the position they had.
    const stood = positions[0]
    const seq = stood && 'head' in stood ? stood.head : 0
    for (const { url: at } of house.instances) {
      const back = await (clients[0] as SignedInClient).socketAt(at)
      expect(await back.enter(room(), { epoch: desk.log.epoch, seq })).toEqual({ refused: 'NO_ACCESS_TO_PATIENT' })
      await othersSaw(3)
      expect(back.messages.filter(({ type }) => type !== 'tick')).toEqual([])
      back.close()
    }
    for (const socket of live) socket.close()
    await desk.staff.setUnits('u-huda', ['ward-3'])
    console.log(`S4: the last frame ${late} ms after the right was lost (bar 1,000); 0 after coming back at 3 of 3 processes`)
  })

  it('S5: a sign-out and a person who may not work here any more close every socket at every process', async () => {
    const one = await signIn(url(0), 'nurse.huda')
    const [leaving, staying] = await Promise.all([
      Promise.all(house.instances.map(({ url: at }) => one.socketAt(at))),
      Promise.all(house.instances.map(async ({ url: at }) => (await signIn(at, 'nurse.huda')).socketAt(at))),
    ])
    const out = await closedAfter(leaving, () => one.fetch('/api/auth/logout', { method: 'POST' }))
    expect(staying.every(({ io }) => io.connected)).toBe(true)

    const { clients, sockets } = await everywhere('nurse.huda')
    const disabled = await closedAfter([...sockets, ...staying], () => desk.staff.setActive('u-huda', false))
    for (const client of clients) {
      expect(await (await client.fetch('/api/auth/me')).json()).toEqual({ user: null, expiresAt: null })
      await expect(client.socketAt(url(0), { token: client.token })).rejects.toThrow('NOT_SIGNED_IN')
    }
    await desk.staff.setActive('u-huda', true)
    console.log(`S5: 3 sockets closed ${out} ms after a sign-out, 6 closed ${disabled} ms after the person was disabled (bar 1,000)`)
  })

  /** Milliseconds until the last of them was told that it is over, and closed. */
  async function closedAfter(sockets: readonly TestSocket[], act: () => Promise<unknown>): Promise<number> {
    const since = Date.now()
    await act()
    for (const state of await Promise.all(sockets.map((socket) => socket.next('session')))) expect(state.state).toBe('ended')
    await Promise.all(sockets.map((socket) => socket.closed()))
    return Date.now() - since
  }
})
