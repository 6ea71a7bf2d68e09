import {
  type AppliedList,
  applyDeliveries,
  type Delivery,
  parseRoom,
  type Room,
  type Subject,
  type View,
  type ViewRow,
  views,
} from '@wardline/events'
import { anEvent, chanceFrom } from '@wardline/events/testing'
import { mayBeSeenBy, prevOf } from '@wardline/sync/server'
import type { FhirResource } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthenticatedContext } from '../commands/authenticated-context.ts'
import { newId } from '../commands/ids.ts'
import { mustSeePatient, permitForSystem } from '../commands/permits.ts'
import { Refusal } from '../commands/refusal.ts'
import { startSystemNotices } from '../consumers/notices/system-notices.ts'
import { chanceFrom as wardChance } from '../demo/random.ts'
import { openValidator } from '../ingest/validation/validate.ts'
import { acts } from '../simulator/actions.ts'
import type { Ward as LivingWard } from '../simulator/simulated-unit.ts'
import { commandId, openTestWard, type TestWard } from '../testing/ward.ts'

/* The test that keeps both sides honest (house 10): whatever happens on the ward, a stale list carried on by the log equals a fresh one. */

let ward: TestWard
let patients: Subject[]
beforeAll(async () => {
  ward = await openTestWard()
  patients = [await ward.admit(), await ward.admit({ careTeam: ['dr.rana'] }), await ward.admit({ patient: { birthDate: '2022-05-11' } })]
})
afterAll(() => ward.close())

const readers = { care: 'dr.sami', pharmacy: 'pharm.omar', laboratory: 'lab.yusuf', registry: 'admin' } as const
type Reader = keyof typeof readers

/** Everything that people did in one history, beyond what the living ward does. */
type More = (chance: ReturnType<typeof chanceFrom>, patient: Subject) => Promise<unknown>
const more: readonly More[] = [
  async (chance, { patientId }) => {
    const { rows } = await ward.amal.orders.list({ patientId })
    const row = rows.length ? chance.oneOf(rows) : null
    if (!row) return
    const priority = chance.oneOf(['routine', 'urgent', 'stat'] as const)
    await ward.sami.orders.amend({
      commandId: commandId(),
      patientId,
      orderId: row.id,
      versionId: row.versionId,
      priority,
      indication: 'changed',
      note: null,
    })
  },
  async (chance, { patientId }) => {
    const { rows } = await ward.amal.orders.list({ patientId })
    const row = rows.length ? chance.oneOf(rows) : null
    if (row)
      await ward.amal.orders.revoke({
        commandId: commandId(),
        patientId,
        orderId: row.id,
        versionId: row.versionId,
        reason: chance.oneOf(['duplicate', 'wrong-patient'] as const),
        explanation: null,
      })
  },
  async (chance, { patientId }) => {
    const { rows } = await ward.amal.medications.list({ patientId })
    const row = rows.length ? chance.oneOf(rows) : null
    if (row)
      await ward.amal.medications.stop({
        commandId: commandId(),
        patientId,
        prescriptionId: row.id,
        versionId: row.versionId,
        reason: 'other',
        explanation: 'as told',
      })
  },
  async (_, { patientId }) => {
    const [row] = (await ward.amal.results.list({ patientId })).rows
    if (row)
      await ward.amal.results.review({ commandId: commandId(), patientId, results: [{ resultId: row.id, versionId: row.versionId }] })
  },
  async (_, { patientId }) =>
    ward.huda.allergies.add({
      commandId: commandId(),
      patientId,
      substance: 'latex',
      code: null,
      type: 'allergy',
      criticality: 'low',
      reaction: 'rash',
      severity: 'mild',
    }),
  async (_, { patientId }) => {
    const [row] = (await ward.amal.allergies.list({ patientId })).rows
    if (row)
      await ward.amal.allergies.remove({ commandId: commandId(), patientId, allergyId: row.id, versionId: row.versionId, reason: 'wrong' })
  },
  async (_, { patientId }) => ward.amal.problems.add({ commandId: commandId(), patientId, code: null, text: 'Cough', onset: null }),
  async (_, { patientId }) => {
    const [row] = (await ward.amal.problems.list({ patientId })).rows
    if (row) await ward.amal.problems.resolve({ commandId: commandId(), patientId, problemId: row.id, versionId: row.versionId })
  },
  async (_, { patientId }) => {
    const { orderIds } = await ward.amal.orders.place({
      commandId: commandId(),
      patientId,
      items: [{ orderableId: 'lab:2823-3', priority: 'stat', indication: null, note: null, duplicateReason: 'again' }],
    })
    const release = {
      orderId: orderIds[0] ?? '',
      collectedAt: ward.clock.now().toISOString(),
      values: [{ code: '2823-3', value: '6.9', note: null }],
      confirmedCritical: ['2823-3'],
    }
    await ward.yusuf.lab.release({ ...release, commandId: commandId(), status: 'preliminary' })
    await ward.yusuf.lab.release({ ...release, commandId: commandId(), status: 'final' })
  },
  async (_, { patientId }) => {
    const amal = await ward.as('dr.amal')
    const { resource } = anEvent('radiology.study.complete')
    const study = { ...resource, id: newId(), meta: undefined, subject: { reference: `Patient/${patientId}` } }
    const happened = [{ type: 'radiology.study.complete' as const, resource: study, data: {} }]
    await amal.record(await mustSeePatient(amal, patientId), { commandId: null, asked: null, write: [study], happened })
  },
  async (chance) => {
    // More letters and fewer: what the house is told of them is raised and cleared, and raised at the end.
    let count = chance.oneOf([0, 120])
    const notices = startSystemNotices({
      letters: { total: async () => count, since: async () => 0 },
      read: ward.resources.read,
      record: (change) => ward.recordAt(ward.clock.now(), permitForSystem(), change),
      now: ward.clock.now,
      failed: () => undefined,
    })
    await notices.look()
    count = 120
    await notices.look()
    await notices.stop()
  },
  async () => {
    const open = (await ward.amal.alerts.list({})).rows.find(({ state }) => state === 'raised')
    if (open) await ward.amal.alerts.acknowledge({ commandId: commandId(), alertId: open.id })
  },
]

const living = (seed: number): LivingWard => ({
  chance: wardChance(seed),
  now: ward.clock.now,
  newId,
  physicianId: 'u-amal',
  physician: ward.amal,
  nurse: ward.huda,
  pharmacist: ward.lina,
  technician: ward.yusuf,
})

const unlessRefused = (error: unknown) => {
  if (!((error as { cause?: unknown }).cause instanceof Refusal)) throw error
}

const roomsNow = async (): Promise<readonly Room[]> =>
  (await ward.database.query<{ room: Room }>('rooms', 'SELECT room FROM room_head ORDER BY room')).map(({ room }) => room)

const asked = (signedIn: AuthenticatedContext, view: View, room: Room, limit = 1000) =>
  signedIn.snapshot(view as unknown as View<ViewRow>, room, { limit })

/** What this audience was sent of a room, as its sockets were. */
async function sentTo(reader: Reader, room: Room): Promise<readonly Delivery[]> {
  const read = await ward.log.read(new Map([[room, 0]]), 100_000)
  return (read.get(room)?.entries ?? [])
    .filter((entry) => mayBeSeenBy(entry, reader))
    .map((entry) => ({ room, epoch: ward.log.epoch, seq: entry.seq, prev: prevOf(entry, reader), event: entry.event }))
}

interface Stale {
  readonly reader: Reader
  readonly view: View<ViewRow>
  readonly room: Room
  readonly held: AppliedList<ViewRow>
}

async function photograph(): Promise<readonly Stale[]> {
  const rooms = await roomsNow()
  const taken: Stale[] = []
  for (const [reader, username] of Object.entries(readers) as [Reader, (typeof readers)[Reader]][]) {
    const signedIn = await ward.as(username)
    for (const view of views.filter((each) => each.audiences.includes(reader)))
      for (const room of rooms.filter((name) => parseRoom(name)?.kind === view.room))
        taken.push({ reader, view, room, held: await asked(signedIn, view, room) })
  }
  return taken
}

describe.each([1, 2, 3])('history %i on the real log', (seed) => {
  it('stale snapshot + events = fresh snapshot, for every view and every audience, from many moments', { timeout: 240_000 }, async () => {
    const chance = chanceFrom(seed)
    const team = living(seed)
    const albums: (readonly Stale[])[] = [await photograph()]
    for (let round = 0; round < 4; round++) {
      for (let turn = 0; turn < 10; turn++) {
        // Each kind of thing happens in every history, in an order of its own.
        const [, act] = acts[(turn + chance.below(2)) % acts.length] ?? chance.oneOf(acts)
        await act(team).catch(unlessRefused)
        await (more[(turn + round * 3 + seed) % more.length] ?? chance.oneOf(more))(chance, chance.oneOf(patients)).catch(unlessRefused)
        ward.clock.pass(60_000)
      }
      albums.push(await photograph())
    }
    const fresh = albums.at(-1) ?? []
    const compared = new Set<string>()
    for (const stale of albums.slice(0, -1).flat()) {
      const now = fresh.find((one) => one.reader === stale.reader && one.view === stale.view && one.room === stale.room)
      const carried = applyDeliveries(stale.view, stale.held, await sentTo(stale.reader, stale.room))
      expect({ view: stale.view.name, reader: stale.reader, rows: plain(carried.rows) }).toEqual({
        view: stale.view.name,
        reader: stale.reader,
        rows: plain(now?.held.rows ?? []),
      })
      if (now?.held.rows.length) compared.add(stale.view.name)
    }
    // Nothing was compared with nothing: each view had rows at the end.
    expect([...compared].sort()).toEqual(
      views
        .map(({ name }) => name)
        .filter((name) => name !== 'my-alerts' || compared.has(name))
        .sort(),
    )
  })
})

it('everything that was written on the way is valid R4', async () => {
  const validate = await openValidator()
  const rows = await ward.database.query<{ body: FhirResource }>('everything', 'SELECT body FROM resource_history')
  const faults = rows.flatMap(({ body }) => {
    const fault = validate(body)
    return fault ? [`${body.resourceType} ${fault.path}: ${fault.reason}`] : []
  })
  expect(rows.length).toBeGreaterThan(100)
  expect([...new Set(faults)]).toEqual([])
})

const plain = (rows: readonly ViewRow[]) => JSON.parse(JSON.stringify(rows))
