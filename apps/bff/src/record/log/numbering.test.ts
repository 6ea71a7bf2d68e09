import { audiences, type ClinicalEvent, type CommandId, type Room, referTo, rooms, type Subject } from '@wardline/events'
import { randomFrom, samples } from '@wardline/events/testing'
import { emptyHead, type LogEntry, numbered } from '@wardline/sync/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { newId } from '../../commands/ids.ts'
import { mustPrescribe } from '../../commands/permits.ts'
import * as problem from '../../testing/record/add-problem.ts'
import { openTestCore, type TestCore } from '../../testing/services.ts'

let core: TestCore
let amal: AuthenticatedContext
let patients: Subject[]

beforeAll(async () => {
  core = await openTestCore()
  amal = await core.as('dr.amal')
  patients = await Promise.all(Array.from({ length: 4 }, () => core.admit()))
})
afterAll(() => core.close())

const kind = () => (core.database.isServer ? 'PostgreSQL' : 'the embedded database')

async function readAll(room: Room): Promise<readonly LogEntry[]> {
  const found: LogEntry[] = []
  for (;;) {
    const { entries } = (await core.log.read(new Map([[room, found.length]]), 1000)).get(room) ?? { entries: [] }
    if (entries.length === 0) return found
    found.push(...entries)
  }
}

const addProblem = (subject: Subject) => problem.addProblem(amal, subject)

/** Records an event in four rooms: the patient's, the worklist, the unit's and the notified physician's. */
async function raiseCriticalAlert(subject: Subject) {
  const observation = { ...samples.sampleObservation(), id: newId(), meta: undefined, subject: referTo('Patient', subject.patientId) }
  const alert = { ...samples.sampleAlert(), id: newId(), meta: undefined, for: observation.subject }
  const data = { observationId: observation.id, notify: [samples.sampleStaff.amal], limit: '≥ 6.5', thresholds: 'test', previous: null }
  return amal.record(await mustPrescribe(amal, subject.patientId), {
    commandId: newId() as CommandId,
    input: null,
    resources: [observation, alert],
    events: [{ type: 'lab.critical.alert', resource: alert, related: [observation], data }],
  })
}

describe('RT1: numbers in a room', () => {
  it('R2: are complete, without gaps and in the order of commits under 32 writers and 8,000 transactions', async () => {
    const [hot, ...others] = patients as [Subject, ...Subject[]]
    const room = rooms.patient(hot.patientId)
    const before = (await core.log.heads([room])).get(room)?.seq ?? 0
    /** Tails the log while it is written, as delivery does. */
    const seen: number[] = []
    let writing = true
    const tail = (async () => {
      for (let at = before; writing || at < before + 4000; ) {
        const { entries } = (await core.log.read(new Map([[room, at]]), 500)).get(room) ?? { entries: [] }
        seen.push(...entries.map(({ seq }) => seq))
        at = entries.at(-1)?.seq ?? at
      }
    })()
    const acknowledged: number[] = []
    await Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        for (let n = 0; n < 250; n++) {
          const subject = n % 2 === 0 ? hot : (others[writer % others.length] as Subject)
          const { positions } = await addProblem(subject)
          if (subject === hot) acknowledged.push(positions[room] ?? 0)
        }
      }),
    )
    writing = false
    await tail
    const all = Array.from({ length: 4000 }, (_, index) => before + 1 + index)
    expect(seen).toEqual(all)
    expect(acknowledged.toSorted((a, b) => a - b)).toEqual(all)
    console.log(
      `R2: 32 writers, 8,000 transactions on ${kind()}: ${seen.length} of ${all.length} in one room read while written, 0 missed, 0 holes`,
    )
  }, 240_000)

  it('R17: are assigned without deadlocks to 8 writers in many rooms at once', async () => {
    // The embedded database has one connection: deadlocks are impossible there.
    const changes = core.database.isServer ? 1_000 : 60
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const chance = randomFrom(writer + 1)
        for (let n = 0; n < changes; n++) await (chance.happens(0.5) ? raiseCriticalAlert : addProblem)(chance.oneOf(patients))
      }),
    )
    for (const room of [rooms.labWorklist, rooms.user('u-amal'), ...patients.map(({ patientId }) => rooms.patient(patientId))]) {
      const entries = await readAll(room)
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    }
    console.log(`R17: 8 writers × ${changes} to up to four rooms each on ${kind()}: 0 deadlocks, 0 refused`)
  }, 240_000)

  it('and the previous entry of each audience follow the same rule in SQL and in TypeScript', async () => {
    for (const room of [rooms.unit('ward-3'), ...patients.map(({ patientId }) => rooms.patient(patientId))]) {
      let head = emptyHead
      for (const entry of await readAll(room)) {
        const next = numbered(head, entry.audiences)
        expect({ seq: entry.seq, prevs: entry.prevs }).toEqual({ seq: next.seq, prevs: next.prevs })
        head = next.head
      }
      expect((await core.log.heads([room])).get(room)).toEqual(head)
    }
  })

  it('skip entries that an audience may not see', async () => {
    const room = rooms.patient(patients[0]?.patientId ?? '')
    const laboratory = audiences.indexOf('laboratory')
    const entries = await readAll(room)
    const seen = entries.filter((entry) => entry.audiences & (1 << laboratory))
    expect(seen.length).toBeLessThan(entries.length)
    let prev = 0
    for (const entry of seen) {
      expect(entry.prevs[laboratory]).toBe(prev)
      prev = entry.seq
    }
  })

  it('RT1: belong to events with a unique id, an actor, a patient and a time', async () => {
    const entries = await readAll(rooms.patient(patients[1]?.patientId ?? ''))
    const events: ClinicalEvent[] = entries.map(({ event }) => event)
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length)
    for (const event of events) expect(event).toMatchObject({ subject: { patientId: patients[1]?.patientId }, schemaVersion: 1 })
  })
})

it('RT7: a new log has a new epoch', async () => {
  const { openDatabase } = await import('../../database/open-database.ts')
  const { openRoomLog } = await import('./room-log.ts')
  const another = await openDatabase({ memory: true })
  expect((await openRoomLog(another)).epoch).not.toBe(core.log.epoch)
  await another.close()
})
