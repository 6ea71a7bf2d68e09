import { type Epoch, type Room, referTo, rooms, type Subject } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { CareTeam } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../commands/ids.ts'
import { mustAdminister, narrowToPatient } from '../../commands/permits.ts'
import { openTestApp, type SignedInClient, type TestApp } from '../../testing/app.ts'
import type { Username } from '../../testing/hospital.ts'
import { testSocket } from '../../testing/realtime/socket.ts'
import * as problem from '../../testing/record/add-problem.ts'
import { recordCritical } from '../../testing/record/record-result.ts'

let app: TestApp
let jane: Subject
let room: Room
const clients = new Map<Username, SignedInClient>()

beforeAll(async () => {
  app = await openTestApp({ tickMs: 200 })
  for (const username of ['dr.amal', 'dr.rana', 'nurse.huda', 'pharm.omar', 'lab.yusuf'] as const)
    clients.set(username, await app.signIn(username))
})
afterAll(() => app.close())
beforeEach(async () => {
  jane = await app.core.admit()
  room = rooms.patient(jane.patientId)
})

const client = (username: Username) => clients.get(username) as SignedInClient
const at = (seq: number) => ({ epoch: app.core.log.epoch, seq })
const head = async (of: Room) => (await app.core.log.heads([of])).get(of)?.seq ?? 0

const addProblem = async (subject = jane) => problem.addProblem(await app.core.as('dr.amal'), subject)

const raiseCritical = async (subject = jane) => recordCritical(await app.core.as('dr.amal'), subject)

/** Sets the members of the care team, as an administrator does. */
async function setTeam(subject: Subject, members: readonly string[]) {
  const admin = await app.core.as('admin')
  const [before] = await admin.resources.find('CareTeam', { patientId: subject.patientId })
  const team: CareTeam = {
    ...(before ?? { ...samples.sampleCareTeam(), id: newId(), meta: undefined, subject: referTo('Patient', subject.patientId) }),
    participant: members.map((userId) => ({ member: referTo('Practitioner', userId) })),
  }
  await admin.record(narrowToPatient(await mustAdminister(admin), subject), {
    commandId: null,
    input: null,
    resources: [team],
    events: [{ type: 'patient.careteam.changed', resource: team, data: {} }],
  })
}

describe('a subscription', () => {
  it('RT3 RT8: sends the missed events, then later ones, once and in order', async () => {
    const from = await head(room)
    for (let n = 0; n < 3; n++) await addProblem()
    const socket = await client('nurse.huda').socket()
    const answer = await socket.enter(room, at(from))
    expect(answer).toMatchObject({ head: from + 3 })
    expect((answer as { missed: unknown[] }).missed).toHaveLength(3)
    await Promise.all(Array.from({ length: 20 }, () => addProblem()))
    await socket.until(() => socket.seqs(room).length === 20)
    expect(socket.seqs(room)).toEqual(Array.from({ length: 20 }, (_, n) => from + 4 + n))
    socket.close()
  })

  it('RT8: loses no event in a race with commits, in real transactions over real sockets', async () => {
    const from = await head(room)
    const sockets = await Promise.all(['dr.amal', 'nurse.huda', 'pharm.omar'].map((username) => client(username as Username).socket()))
    let written = 0
    const writing = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let n = 0; n < 40; n++) {
          await addProblem()
          written += 1
        }
      }),
    )
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        const socket = sockets[n % sockets.length]
        const after = n % 2 === 0 ? at(from) : at(await head(room))
        const answer = await socket?.enter(room, after)
        return { from: after.seq, answer }
      }),
    )
    await writing
    expect(written).toBe(160)
    for (const { from: after, answer } of answers) {
      const missed = (answer as { missed: { positions: Record<string, { seq: number }> }[] }).missed.map(
        (update) => update.positions[room]?.seq,
      )
      expect(missed).toEqual(Array.from({ length: missed.length }, (_, n) => after + 1 + n))
    }
    for (const socket of sockets) {
      const last = await head(room)
      const answer = await socket.enter(room, at(from))
      expect(answer).toMatchObject({ head: last })
      expect((answer as { missed: unknown[] }).missed).toHaveLength(160)
      socket.close()
    }
  })

  it('RT1: sends each audience what it may see, with the gap as prev', async () => {
    const lab = await client('lab.yusuf').socket()
    await lab.enter(room)
    const before = await head(room)
    await addProblem()
    await raiseCritical()
    await lab.until(() => lab.seqs(room).length === 1)
    const [update] = lab.updates(room)
    expect(update?.event_type).toBe('lab.critical.alert')
    expect(update?.positions[room]).toEqual({ seq: before + 2, prev: before })
    lab.close()
  })

  it('RT7: resynchronises after a change of the epoch, and from a position beyond the head', async () => {
    const socket = await client('nurse.huda').socket()
    const last = await head(room)
    expect(await socket.enter(room, { epoch: 'another' as Epoch, seq: last })).toEqual({ resync: 'epoch-changed', head: last })
    expect(await socket.enter(room, at(last + 1))).toEqual({ resync: 'beyond-head', head: last })
    await app.core.database.query('test_low', 'UPDATE room_head SET low = $2 WHERE room = $1', [room, last])
    expect(await socket.enter(room, at(0))).toEqual({ resync: 'below-low', head: last })
    socket.close()
  })

  it('that is malformed is refused and affects no other client', async () => {
    const socket = await client('nurse.huda').socket()
    for (const wrong of [{}, { subscription_id: 1 }, { subscription_id: 'x', rooms: ['nowhere'] }, { subscription_id: 'x', rooms: 'all' }])
      expect(await socket.ask('subscription', wrong)).toEqual({ refused: 'INVALID_INPUT' })
    expect(await socket.enter(room)).toMatchObject({ missed: [] })
    socket.close()
  })

  it('ends with an unsubscription', async () => {
    const socket = await client('nurse.huda').socket()
    await socket.ask('subscription', { subscription_id: 's', rooms: [room] })
    await addProblem()
    await socket.until(() => socket.seqs(room).length === 1)
    await socket.ask('unsubscription', { subscription_id: 's' })
    await addProblem()
    await socket.next('tick', ({ heads }) => !(room in heads))
    expect(socket.seqs(room)).toHaveLength(1)
    socket.close()
  })
})

describe('RT5: a tick', () => {
  it('carries the head of each room for this audience, so that the loss of the last frame shows', async () => {
    const socket = await client('lab.yusuf').socket()
    await socket.enter(room)
    const before = await head(room)
    await addProblem() // Not visible to the laboratory: no event was lost.
    const unseen = await socket.next('tick', ({ heads }) => room in heads)
    expect(unseen.heads[room]).toBe(before)
    await raiseCritical()
    const seen = await socket.next('tick', ({ heads }) => (heads[room] ?? 0) > before)
    expect(seen).toEqual({ epoch: app.core.log.epoch, heads: { [room]: before + 2 } })
    socket.close()
  })
})

describe('RT10 S4: the right to be in a room', () => {
  it('is checked on entry', async () => {
    const surgical = await app.core.admit({ unitId: 'ward-5' })
    const amal = await client('dr.amal').socket()
    expect(await amal.enter(rooms.patient(surgical.patientId))).toEqual({ refused: 'NO_ACCESS_TO_PATIENT' })
    expect(await amal.enter(rooms.pharmacyQueue)).toEqual({ refused: 'NOT_ALLOWED' })
    expect(await amal.enter(rooms.labWorklist)).toEqual({ refused: 'NOT_ALLOWED' })
    expect(await amal.enter(rooms.unit('ward-5'))).toEqual({ refused: 'NOT_ALLOWED' })
    expect(await amal.enter(rooms.user('u-huda'))).toEqual({ refused: 'NOT_ALLOWED' })
    for (const open of [rooms.unit('ward-3'), rooms.user('u-amal'), rooms.facilityAlerts])
      expect(await amal.enter(open)).toHaveProperty('missed')
    amal.close()
  })

  it('ends while the client is connected: reported at once, and nothing is sent after it', async () => {
    const surgical = await app.core.admit({ unitId: 'ward-5', careTeam: ['dr.amal'] })
    const theirs = rooms.patient(surgical.patientId)
    const [amal, rana] = [await client('dr.amal').socket(), await client('dr.rana').socket()]
    expect(await amal.enter(theirs)).toHaveProperty('missed')
    await rana.enter(theirs)
    const since = performance.now()
    await setTeam(surgical, [])
    expect(await amal.next('revoked')).toEqual({ room: theirs })
    expect(performance.now() - since).toBeLessThan(1000)
    const before = amal.seqs(theirs).length
    await problem.addProblem(await app.core.as('dr.rana'), surgical)
    await rana.until(() => rana.updates(theirs).some((update) => update.event_type === 'diagnosis.added'))
    expect(amal.seqs(theirs)).toHaveLength(before)
    expect(await amal.enter(theirs)).toEqual({ refused: 'NO_ACCESS_TO_PATIENT' })
    for (const socket of [amal, rana]) socket.close()
  })

  it('ends while the client is away: no event of the absence is sent after its return', async () => {
    const surgical = await app.core.admit({ unitId: 'ward-5', careTeam: ['dr.amal'] })
    const theirs = rooms.patient(surgical.patientId)
    const first = await client('dr.amal').socket()
    const { head: position } = (await first.enter(theirs)) as { head: number }
    first.close()
    await setTeam(surgical, [])
    const back = await client('dr.amal').socket()
    expect(await back.enter(theirs, at(position))).toEqual({ refused: 'NO_ACCESS_TO_PATIENT' })
    expect(back.messages.filter(({ type }) => type !== 'tick')).toEqual([])
    back.close()
  })

  it('ends with the assignment to a unit', async () => {
    const nurse = await client('nurse.huda').socket()
    await nurse.enter(room)
    await nurse.enter(rooms.unit('ward-3'))
    await app.core.staff.setUnits('u-huda', ['ward-5'])
    const gone = [(await nurse.next('revoked')).room, (await nurse.next('revoked')).room]
    expect(gone.toSorted()).toEqual([room, rooms.unit('ward-3')].toSorted())
    await app.core.staff.setUnits('u-huda', ['ward-3'])
    expect(await nurse.enter(room)).toHaveProperty('missed')
    nurse.close()
  })
})

describe('a session', () => {
  it('S5: closes its own sockets at sign-out', async () => {
    const leaving = await app.signIn('nurse.huda')
    const [closing, staying] = [await leaving.socket(), await client('nurse.huda').socket()]
    await leaving.fetch('/api/auth/logout', { method: 'POST' })
    expect((await closing.next('session')).state).toBe('ended')
    await closing.closed()
    expect(staying.io.connected).toBe(true)
    staying.close()
  })

  it('S5: of a disabled user ends at once, on sockets and over HTTP', async () => {
    const rana = await app.signIn('dr.rana')
    const socket = await rana.socket()
    await app.core.staff.setActive('u-rana', false)
    expect((await socket.next('session')).state).toBe('ended')
    await socket.closed()
    expect(await (await rana.fetch('/api/auth/me')).json()).toEqual({ user: null, expiresAt: null })
    await app.core.staff.setActive('u-rana', true)
  })
})

describe('presence', () => {
  it('shows the room what each user does, until the user leaves', async () => {
    const [amal, huda] = [await client('dr.amal').socket(), await client('nurse.huda').socket()]
    await amal.enter(room)
    await huda.enter(room)
    expect(await amal.ask('presence', { room, doing: 'ordering' })).toEqual({})
    const presence = await huda.next('presence', ({ members }) => members.length > 0)
    expect(presence.members[0]).toMatchObject({ user: { userId: 'u-amal', name: 'Dr Amal Hassan' }, doing: 'ordering' })
    amal.close()
    expect((await huda.next('presence', ({ members }) => members.length === 0)).room).toBe(room)
    huda.close()
  })

  it('is refused outside the room', async () => {
    const amal = await client('dr.amal').socket()
    expect(await amal.ask('presence', { room, doing: 'viewing' })).toEqual({ refused: 'NOT_ALLOWED' })
    amal.close()
  })
})

describe('a critical value', () => {
  it('notifies the ordering physician in every room, with two identifiers', async () => {
    const amal = await client('dr.amal').socket()
    await raiseCritical()
    expect(await amal.next('critical_alert')).toMatchObject({
      patientName: jane.name,
      patientMrn: jane.mrn,
      priority: 'urgent',
      details: { testName: 'Potassium', value: '6.8 mmol/L', criticalReason: '≥ 6.5' },
      requiresAcknowledgment: true,
    })
    amal.close()
  })
})

describe('RT20: an update', () => {
  it('carries the times of its stages in the server', async () => {
    const socket = await client('nurse.huda').socket()
    await socket.enter(room)
    await addProblem()
    await socket.until(() => socket.seqs(room).length === 1)
    const { received, committed, relayed, delivered } = socket.updates(room)[0]?.marks ?? {}
    const marks = [received, committed, relayed, delivered]
    expect(marks.every((mark) => typeof mark === 'number')).toBe(true)
    expect(marks).toEqual(marks.toSorted((a, b) => (a ?? 0) - (b ?? 0)))
    socket.close()
  })
})

describe('RT21: a command', () => {
  it('is answered before its event is delivered', async () => {
    const order: string[] = []
    app.http.server.on('request', (request, response) => {
      const { end } = response
      if (request.url?.startsWith('/trpc/problems.add'))
        response.end = ((...rest: Parameters<typeof end>) => {
          order.push('answered')
          return end.apply(response, rest)
        }) as typeof end
    })
    const stop = app.core.bus.subscribe('recorded', ({ entries }) => {
      if (entries.some(({ event }) => event.type === 'diagnosis.added')) order.push('delivered')
    })
    const socket = await client('nurse.huda').socket()
    await socket.enter(room)
    for (let n = 1; n <= 10; n++) {
      await client('dr.amal').tell('problems.add', { patientId: jane.patientId, code: null, text: `Problem ${n}`, onset: null })
      await socket.until(() => socket.seqs(room).length === n)
    }
    expect(order).toEqual(Array.from({ length: 10 }, () => ['answered', 'delivered']).flat())
    stop()
    socket.close()
  })
})

describe('RT16: many clients that return at once', () => {
  it('are answered from their positions, without a snapshot', async () => {
    const position = await head(room)
    await addProblem()
    const tickets = await Promise.all(Array.from({ length: 60 }, () => client('pharm.omar').ticket()))
    const sockets = await Promise.all(tickets.map((ticket) => testSocket(app.url, { ticket })))
    const answers = await Promise.all(sockets.map((socket) => socket.enter(room, at(position))))
    for (const answer of answers) expect((answer as { missed: unknown[] }).missed).toHaveLength(1)
    for (const socket of sockets) socket.close()
  })
})
