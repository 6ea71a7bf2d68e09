import { audienceOf, censusView, isCritical, patientIdSchema, type Room, rooms, unitIdSchema } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../commands/ids.ts'
import { createCallerFactory } from '../commands/trpc.ts'
import { type Administration, openAdministration } from '../composition/admin-services.ts'
import { openDatabase } from '../database/open-database.ts'
import { createAppRouter } from '../router.ts'
import { simulatedActions } from '../simulator/actions.ts'
import type { SimulatedUser, SimulationContext } from '../simulator/simulated-unit.ts'
import { runAction, startSimulator } from '../simulator/simulator.ts'
import { openTestCore, type TestCore } from '../testing/services.ts'
import { fillDemoHospital } from './fill.ts'
import { demoHospital } from './hospital.ts'
import { demoPatients } from './patients/people.ts'
import { randomFrom } from './random.ts'
import { type DemoPerson, demoStaff, simulatorStaff } from './staff.ts'

let core: TestCore
let administration: Administration
const callerFor = async ({ userId }: DemoPerson): Promise<SimulatedUser> => {
  const user = await core.staff.user(userId)
  if (!user) throw new Error(`Demo user ${userId} does not exist`)
  const router = createAppRouter({ imports: { list: async () => [], report: async () => null }, administration })
  return createCallerFactory(router)(core.requestContext(user, newId()))
}
const jane = patientIdSchema.parse('p-smith-jane-7652')

beforeAll(async () => {
  // A database without the staff of the test fixtures: the demo creates its own.
  core = await openTestCore({ database: await openDatabase({ memory: true }) })
  administration = await openAdministration(core)
  await fillDemoHospital(core)
})
afterAll(async () => {
  await administration.close()
  await core.close()
})

const eventCount = async () => (await core.database.query<{ n: number }>('events', 'SELECT count(*)::int AS n FROM event'))[0]?.n

describe('the demo hospital', () => {
  it('is recorded once: a second start adds no events', async () => {
    const before = await eventCount()
    await fillDemoHospital(core)
    expect(await eventCount()).toBe(before)
  })

  it('is deterministic for a given time', () => {
    const now = new Date('2026-11-20T21:00:00Z')
    expect(JSON.stringify(demoHospital(now))).toBe(JSON.stringify(demoHospital(now)))
  })

  it('shows Jane as in the designs: potassium rises from 4.4 to 6.8 and its critical alert is acknowledged', async () => {
    const amal = await callerFor(demoStaff.amal)
    const trend = await amal.results.trend({ patientId: jane, code: '2823-3' })
    expect(trend.rows.map(({ value, flag }) => `${value} ${flag}`)).toEqual(['6.8 HH', '5.9 H', '5.2 H', '4.9 N', '4.6 N', '4.4 N'])
    expect((await amal.alerts.list({ patientId: jane })).rows).toMatchObject([
      { value: '6.8', state: 'acknowledged', previous: { value: '5.9' }, acknowledgedBy: { name: 'Dr Amal Hassan' } },
    ])
    const { views } = await amal.patients.summary({ patientId: jane })
    expect(views.allergies?.rows[0]).toMatchObject({
      substance: 'penicillin',
      reactions: [{ manifestation: 'anaphylaxis', severity: 'severe' }],
    })
  })

  it('has no dates in the future', () => {
    const now = new Date('2026-11-20T21:00:00Z')
    const chapters = demoHospital(now).flatMap(({ batches: chapters }) => chapters)
    const times = chapters.flatMap(({ at, resources: write, events }) => [
      at,
      ...events.map(({ occurredAt }) => occurredAt ?? at),
      ...write.flatMap((resource) =>
        resource.resourceType === 'Observation' ? [resource.issued ?? at, resource.effectiveDateTime ?? at] : [],
      ),
    ])
    expect(times.filter((at) => Date.parse(at) > now.getTime())).toEqual([])
  })

  it('has older results reviewed; a few new ones await review, among them Jane’s critical potassium', async () => {
    const { rows } = await (await callerFor(demoStaff.amal)).results.list({ patientId: jane, limit: 1000 })
    const waiting = rows.filter(({ reviewed }) => reviewed === null)
    expect(waiting.length).toBeLessThanOrEqual(8)
    expect(waiting.map(({ display, flag }) => `${display} ${flag}`)).toContain('Potassium HH')
    expect(rows.filter(({ reviewed }) => reviewed?.name === 'Dr Amal Hassan').length).toBeGreaterThan(30)
  })

  it('has no open alerts at the first sign-in: each critical value was acknowledged by its physician', async () => {
    for (const person of [demoStaff.amal, demoStaff.sami, demoStaff.rania])
      expect((await (await callerFor(person)).alerts.list({})).rows.filter(({ state }) => state === 'raised')).toEqual([])
    const alerts = await core.database.query<{ n: number }>(
      'critical',
      `SELECT count(*)::int AS n FROM event WHERE type = 'lab.critical.alert'`,
    )
    const critical = demoHospital(new Date())
      .flatMap(({ batches: chapters }) => chapters.flatMap(({ events }) => events))
      .filter(({ type }) => type === 'lab.critical.alert')
    expect(alerts[0]?.n).toBe(critical.length)
    expect(isCritical('HH')).toBe(true)
  })

  it('has more than sixty prescriptions, spread over every pharmacy stage', async () => {
    const { rows } = await (await callerFor(demoStaff.omar)).pharmacy.queue({ limit: 500 })
    const stages = Map.groupBy(rows, ({ stage }) => stage)
    expect([...stages.keys()].sort()).toEqual(['dispensed', 'ready', 'stopped', 'unverified', 'verified'])
    expect(rows.length).toBeGreaterThan(60)
    expect(rows.filter(({ claim }) => claim).length).toBeGreaterThan(0)
  })

  it('has laboratory orders at every step of the worklist', async () => {
    const { rows } = await (await callerFor(demoStaff.yusuf)).lab.worklist({ limit: 1000 })
    const steps = new Set(rows.filter(({ status }) => status === 'active').map(({ fulfilment }) => fulfilment.step))
    expect([...steps].sort()).toEqual(['in-analysis', 'requested', 'specimen-collected', 'specimen-received'])
  })

  it('has two patients with thousands of results, and pairs of patients who share a name (ID-9)', async () => {
    const counts = await core.database.query<{ room: string; n: number }>(
      'results_of',
      `SELECT room, count(*)::int AS n FROM view_row WHERE view = 'results' GROUP BY room HAVING count(*) >= 2000`,
    )
    expect(counts.length).toBeGreaterThanOrEqual(2)
    const names = demoPatients.map(({ family, given }) => `${family}, ${given}`)
    expect(names.length - new Set(names).size).toBeGreaterThanOrEqual(2)
  })

  it('lists inpatients under their unit and deceased patients under the registry (ID-7)', async () => {
    const unit = async (unitId: string) => {
      const amal = await callerFor(demoStaff.amal)
      return (await amal.patients.search({ unitId: unitIdSchema.parse(unitId), limit: 100 })).rows
    }
    expect((await unit('registry')).map(({ patient }) => [patient.name, patient.deceasedAt !== null])).toEqual([
      ['YOUSIF, Abdalla (Mr)', true],
    ])
    expect((await unit('ward-3')).map(({ patient }) => patient.name)).toContain('SMITH, Jane (Mrs)')
    expect((await unit('ward-3')).map(({ patient }) => patient.name)).not.toContain('YOUSIF, Abdalla (Mr)')
  })

  it('is projected without dead letters, and its census can be read (RT13)', async () => {
    expect(await core.deadLetters.list()).toEqual([])
    const room: Room = rooms.unit('ward-3')
    const reader = await core.as('admin')
    expect(audienceOf(reader.actor.role)).toBe('registry')
    expect((await reader.snapshot(censusView, room)).rows.length).toBeGreaterThan(8)
  })
})

describe('the ward simulator', () => {
  const openContext = async (seed: number): Promise<SimulationContext> => ({
    chance: randomFrom(seed),
    now: () => new Date(),
    newId,
    physicianId: simulatorStaff.khalid.userId,
    physician: await callerFor(simulatorStaff.khalid),
    nurse: await callerFor(simulatorStaff.zahra),
    pharmacist: await callerFor(simulatorStaff.tariq),
    technician: await callerFor(demoStaff.mona),
  })

  it('performs each action through the public procedures and limits the number of open prescriptions', async () => {
    const ward = await openContext(7)
    const actionCounts = new Map<string, number>()
    const failures: unknown[] = []
    for (let round = 0; round < 25; round++)
      for (const [, act] of simulatedActions)
        if (await runAction(act, ward, (error) => failures.push(error))) actionCounts.set(act.name, (actionCounts.get(act.name) ?? 0) + 1)
    expect(failures).toEqual([])
    expect([...actionCounts.keys()].sort()).toEqual([
      'advanceLabOrder',
      'advancePrescription',
      'orderTest',
      'prescribeMedication',
      'recordVitals',
    ])
    const { rows } = await (await callerFor(demoStaff.omar)).pharmacy.queue({ limit: 1000 })
    const open = rows.filter(({ stage, requester }) => requester.userId === simulatorStaff.khalid.userId && stage !== 'dispensed')
    expect(open.length).toBeLessThanOrEqual(12)
  })

  it('records nothing after stop() resolves', async () => {
    const failures: unknown[] = []
    const staff = new Map(Object.values({ ...demoStaff, ...simulatorStaff }).map((person) => [person.userId as string, person]))
    const before = await eventCount()
    const ward = await startSimulator(
      {
        callerFor: (userId) => callerFor(staff.get(userId) as DemoPerson),
        now: () => new Date(),
        newId,
        failed: (error) => failures.push(error),
      },
      [0, 1],
    )
    await expect.poll(eventCount, { timeout: 20_000 }).toBeGreaterThan((before ?? 0) + 5)
    await ward.stop()
    const after = await eventCount()
    await new Promise((resolve) => setImmediate(resolve))
    expect([await eventCount(), failures]).toEqual([after, []])
  })
})
