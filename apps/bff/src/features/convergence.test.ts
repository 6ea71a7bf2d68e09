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
import { anEvent, randomFrom } from '@wardline/events/testing'
import { mayBeSeenBy, prevOf } from '@wardline/sync/server'
import type { FhirResource } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthenticatedContext } from '../commands/authenticated-context.ts'
import { newId } from '../commands/ids.ts'
import { mustSeePatient, permitForSystem } from '../commands/permits.ts'
import { Refusal } from '../commands/refusal.ts'
import { startSystemNotices } from '../consumers/notices/system-notices.ts'
import { randomFrom as wardChance } from '../demo/random.ts'
import { openValidator } from '../ingest/validation/validate.ts'
import { simulatedActions } from '../simulator/actions.ts'
import type { SimulationContext as LivingWard } from '../simulator/simulated-unit.ts'
import { commandId, openTestWard, type TestWard } from '../testing/ward.ts'

/* Client and server folds agree: a stale list updated from the log equals a fresh one, whatever happens on the ward. */

let ward: TestWard
let patients: Subject[]
beforeAll(async () => {
  ward = await openTestWard()
  patients = [await ward.admit(), await ward.admit({ careTeam: ['dr.rana'] }), await ward.admit({ patient: { birthDate: '2022-05-11' } })]
})
afterAll(() => ward.close())

const readers = { care: 'dr.sami', pharmacy: 'pharm.omar', laboratory: 'lab.yusuf', registry: 'admin' } as const
type Reader = keyof typeof readers

/** Actions beyond those of the simulator. */
type ExtraAction = (chance: ReturnType<typeof randomFrom>, patient: Subject) => Promise<unknown>
const extraActions: readonly ExtraAction[] = [
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
        explanation: 'test',
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
    const events = [{ type: 'radiology.study.complete' as const, resource: study, data: {} }]
    await amal.record(await mustSeePatient(amal, patientId), { commandId: null, input: null, resources: [study], events })
  },
  async (chance) => {
    // The number of letters rises and falls: the notice is raised, cleared, and raised at the end.
    let count = chance.oneOf([0, 120])
    const notices = startSystemNotices({
      deadLetters: { total: async () => count, countSince: async () => 0 },
      read: ward.resources.read,
      record: (change) => ward.recordAt(ward.clock.now(), permitForSystem(), change),
      now: ward.clock.now,
      failed: () => undefined,
    })
    await notices.check()
    count = 120
    await notices.check()
    await notices.stop()
  },
  async () => {
    const open = (await ward.amal.alerts.list({})).rows.find(({ state }) => state === 'raised')
    if (open) await ward.amal.alerts.acknowledge({ commandId: commandId(), alertId: open.id })
  },
]

const simulatedTeam = (seed: number): LivingWard => ({
  chance: wardChance(seed),
  now: ward.clock.now,
  newId,
  physicianId: 'u-amal',
  physician: ward.amal,
  nurse: ward.huda,
  pharmacist: ward.lina,
  technician: ward.yusuf,
})

const ignoreRefusal = (error: unknown) => {
  if (!((error as { cause?: unknown }).cause instanceof Refusal)) throw error
}

const allRooms = async (): Promise<readonly Room[]> =>
  (await ward.database.query<{ room: Room }>('rooms', 'SELECT room FROM room_head ORDER BY room')).map(({ room }) => room)

const snapshotOf = (signedIn: AuthenticatedContext, view: View, room: Room, limit = 1000) =>
  signedIn.snapshot(view as unknown as View<ViewRow>, room, { limit })

/** The deliveries of a room to an audience, as its sockets received them. */
async function deliveriesTo(reader: Reader, room: Room): Promise<readonly Delivery[]> {
  const read = await ward.log.read(new Map([[room, 0]]), 100_000)
  return (read.get(room)?.entries ?? [])
    .filter((entry) => mayBeSeenBy(entry, reader))
    .map((entry) => ({ room, epoch: ward.log.epoch, seq: entry.seq, prev: prevOf(entry, reader), event: entry.event }))
}

interface StaleList {
  readonly reader: Reader
  readonly view: View<ViewRow>
  readonly room: Room
  readonly list: AppliedList<ViewRow>
}

async function captureLists(): Promise<readonly StaleList[]> {
  const rooms = await allRooms()
  const captured: StaleList[] = []
  for (const [reader, username] of Object.entries(readers) as [Reader, (typeof readers)[Reader]][]) {
    const signedIn = await ward.as(username)
    for (const view of views.filter((one) => one.audiences.includes(reader)))
      for (const room of rooms.filter((name) => parseRoom(name)?.kind === view.room))
        captured.push({ reader, view, room, list: await snapshotOf(signedIn, view, room) })
  }
  return captured
}

describe.each([1, 2, 3])('history %i on the real log', (seed) => {
  it('stale snapshot + events = fresh snapshot, for every view and every audience, from several earlier states', {
    timeout: 240_000,
  }, async () => {
    const chance = randomFrom(seed)
    const team = simulatedTeam(seed)
    const captures: (readonly StaleList[])[] = [await captureLists()]
    for (let round = 0; round < 4; round++) {
      for (let turn = 0; turn < 10; turn++) {
        // Every history contains each kind of action, in its own order.
        const [, act] = simulatedActions[(turn + chance.below(2)) % simulatedActions.length] ?? chance.oneOf(simulatedActions)
        await act(team).catch(ignoreRefusal)
        await (extraActions[(turn + round * 3 + seed) % extraActions.length] ?? chance.oneOf(extraActions))(
          chance,
          chance.oneOf(patients),
        ).catch(ignoreRefusal)
        ward.clock.pass(60_000)
      }
      captures.push(await captureLists())
    }
    const fresh = captures.at(-1) ?? []
    const compared = new Set<string>()
    for (const stale of captures.slice(0, -1).flat()) {
      const now = fresh.find((one) => one.reader === stale.reader && one.view === stale.view && one.room === stale.room)
      const updated = applyDeliveries(stale.view, stale.list, await deliveriesTo(stale.reader, stale.room))
      expect({ view: stale.view.name, reader: stale.reader, rows: plain(updated.rows) }).toEqual({
        view: stale.view.name,
        reader: stale.reader,
        rows: plain(now?.list.rows ?? []),
      })
      if (now?.list.rows.length) compared.add(stale.view.name)
    }
    // Guards against comparing empty lists: each view had rows at the end.
    expect([...compared].sort()).toEqual(
      views
        .map(({ name }) => name)
        .filter((name) => name !== 'my-alerts' || compared.has(name))
        .sort(),
    )
  })
})

it('all resources written by these histories are valid FHIR R4', async () => {
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
