import { type CommandId, ordersView, patientView, problemsView, referTo, rooms, type Subject, type WithId } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { Condition } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthenticatedContext } from '../commands/authenticated-context.ts'
import { newId } from '../commands/ids.ts'
import { mustSeePatient, mustTreat } from '../commands/permits.ts'
import { Refusal } from '../commands/refusal.ts'
import { openTestCore, type TestCore } from '../testing/services.ts'

let core: TestCore
let amal: AuthenticatedContext
let jane: Subject

beforeAll(async () => {
  core = await openTestCore()
  amal = await core.as('dr.amal')
  jane = await core.admit({ careTeam: ['dr.amal'] })
})
afterAll(() => core.close())

const problem = (text = 'Pneumonia'): WithId<Condition> => ({
  ...samples.sampleCondition(),
  id: newId(),
  meta: undefined,
  code: { text },
  subject: referTo('Patient', jane.patientId),
})
const aCommand = () => newId() as CommandId

async function add(condition: Condition, commandId = aCommand(), by = amal) {
  return by.record(await mustTreat(by, jane.patientId), {
    commandId,
    input: { text: condition.code?.text },
    resources: [condition],
    events: [{ type: 'diagnosis.added', resource: condition, data: {} }],
  })
}

const refusal = async (attempt: Promise<unknown>): Promise<Refusal> => {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error ?? new Error('The command was not refused.')
  return error
}

describe('RT17 R18: a command', () => {
  it.each([1, 2, 3, 4, 5])('has one effect and byte-equal answers when sent %i times at once', async (times) => {
    const commandId = aCommand()
    const before = (await amal.resources.find('Condition', { patientId: jane.patientId, limit: 1000 })).length
    const answers = await Promise.all(Array.from({ length: times }, () => add(problem(`Repeat ${times}`), commandId)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await amal.resources.find('Condition', { patientId: jane.patientId, limit: 1000 })).toHaveLength(before + 1)
  })

  it('is refused when the same id is sent with another body', async () => {
    const commandId = aCommand()
    await add(problem('This'), commandId)
    expect((await refusal(add(problem('That'), commandId))).code).toBe('COMMAND_REUSED')
  })

  it('with the same id from another user is another command', async () => {
    const commandId = aCommand()
    const sami = await core.as('dr.sami')
    const [first, second] = [await add(problem('One'), commandId), await add(problem('One'), commandId, sami)]
    expect(second.written[0]?.id).not.toBe(first.written[0]?.id)
  })

  it('that was refused has no effect and may be sent again', async () => {
    const condition = problem('First')
    const stale = { ...condition, meta: { versionId: '7' } }
    const commandId = aCommand()
    await refusal(add(stale, commandId))
    expect((await add(problem('First'), commandId)).outcome).toBe('applied')
  })
})

describe('a version', () => {
  it('increases by one, and its history is kept', async () => {
    const condition = problem('History')
    await add(condition)
    const read = await amal.resources.read('Condition', condition.id)
    expect(read?.meta?.versionId).toBe('1')
    const resolved = { ...read, resourceType: 'Condition' as const, subject: condition.subject, abatementDateTime: '2026-11-20' }
    await amal.record(await mustTreat(amal, jane.patientId), {
      commandId: aCommand(),
      input: null,
      resources: [resolved],
      events: [{ type: 'diagnosis.resolved', resource: resolved, data: {} }],
    })
    const history = await core.database.query<{ version_id: number; body: Condition }>(
      'test_history',
      'SELECT version_id, body FROM resource_history WHERE id = $1 ORDER BY version_id',
      [condition.id],
    )
    expect(history.map(({ version_id }) => version_id)).toEqual([1, 2])
    expect(history[0]?.body.abatementDateTime).toBeUndefined()
  })

  it('that is outdated is refused with the author and time of the change', async () => {
    const condition = problem('Raced')
    await add(condition)
    const read = (await amal.resources.read('Condition', condition.id)) as Condition
    const sami = await core.as('dr.sami')
    const change = async (by: AuthenticatedContext) =>
      by.record(await mustTreat(by, jane.patientId), {
        commandId: aCommand(),
        input: null,
        resources: [read],
        events: [{ type: 'diagnosis.updated', resource: read, data: {} }],
      })
    await change(sami)
    const { code, detail } = await refusal(change(amal))
    expect(code).toBe('VERSION_CONFLICT')
    expect(detail).toMatchObject({ resourceType: 'Condition', id: condition.id, currentVersionId: '2', changedBy: 'Dr Sami Idris' })
    expect(detail?.changedAt).toMatch(/^\d{4}-.*Z$/)
  })

  it('of a new resource is refused when the id exists', async () => {
    const condition = problem('Taken')
    await add(condition)
    expect((await refusal(add(condition))).code).toBe('VERSION_CONFLICT')
  })

  it('of an unknown resource is refused', async () => {
    const unknown = { ...problem('Never'), meta: { versionId: '3' } }
    expect((await refusal(add(unknown))).code).toBe('VERSION_CONFLICT')
    expect(await amal.resources.read('Condition', unknown.id)).toBeNull()
  })

  it('R19: succeeds once among 100 concurrent updates (If-Match)', async () => {
    const condition = problem('Contended')
    await add(condition)
    const read = (await amal.resources.read('Condition', condition.id)) as Condition
    const permit = await mustTreat(amal, jane.patientId)
    const attempts = await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        amal.record(permit, {
          commandId: aCommand(),
          input: null,
          resources: [read],
          events: [{ type: 'diagnosis.updated', resource: read, data: {} }],
        }),
      ),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const attempt of attempts) if (attempt.status === 'rejected') expect((attempt.reason as Refusal).code).toBe('VERSION_CONFLICT')
  })
})

describe('a snapshot', () => {
  it('RT4: is as of the projector and includes a command that was answered before', async () => {
    const applied = await add(problem('Shown'))
    const { rows, asOf, positions } = await amal.snapshot(problemsView, rooms.patient(jane.patientId))
    expect(rows.some((row) => row.display === 'Shown')).toBe(true)
    expect(asOf).toEqual({ epoch: applied.epoch, seq: applied.positions[rooms.patient(jane.patientId)] })
    expect(positions).toEqual(applied.positions)
  })

  it('is paged without repeats or gaps', async () => {
    const room = rooms.patient(jane.patientId)
    const whole = (await amal.snapshot(problemsView, room)).rows
    const pages = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const next = await amal.snapshot(problemsView, room, { limit: 3, cursor })
      pages.push(...next.rows)
      cursor = next.nextCursor
    }
    expect(pages).toEqual(whole)
    expect(whole.length).toBeGreaterThan(6)
  })

  it('is filtered by a field of the row', async () => {
    const { rows } = await amal.snapshot(problemsView, rooms.patient(jane.patientId), { where: { display: 'Shown' } })
    expect(rows.map((row) => row.display)).toEqual(['Shown'])
  })

  it('is refused for a foreign cursor and for a view that the role may not see', async () => {
    const room = rooms.patient(jane.patientId)
    expect((await refusal(amal.snapshot(problemsView, room, { cursor: 'x' }))).code).toBe('INVALID_INPUT')
    const lab = await core.as('lab.yusuf')
    expect((await refusal(lab.snapshot(problemsView, room))).code).toBe('NOT_ALLOWED')
    expect((await lab.snapshot(ordersView, room)).rows).toEqual([])
  })

  it('of a chart contains the lists that the audience may see, and is audited', async () => {
    const chart = await amal.chart(jane.patientId)
    expect(Object.keys(chart.views)).toContain('problems')
    expect(chart.views[patientView.name]?.rows).toHaveLength(1)
    const lab = await core.as('lab.yusuf')
    expect(Object.keys((await lab.chart(jane.patientId)).views)).not.toContain('problems')
    const [latest] = await amal.audit.read({ patientId: jane.patientId, limit: 1 })
    expect(latest).toMatchObject({ userId: 'u-yusuf', action: 'read', what: ['chart'], requestId: lab.requestId })
  })
})

describe('access to a patient', () => {
  it('is given by unit, care team or role only', async () => {
    const surgical = await core.admit({ unitId: 'ward-5', careTeam: ['nurse.huda'] })
    const hasAccess = async (username: Parameters<TestCore['as']>[0]) =>
      mustSeePatient(await core.as(username), surgical.patientId).then(
        () => true,
        () => false,
      )
    expect(await hasAccess('dr.rana')).toBe(true)
    expect(await hasAccess('nurse.huda')).toBe(true)
    expect(await hasAccess('pharm.omar')).toBe(true)
    expect(await hasAccess('dr.amal')).toBe(false)
  })

  it('is refused with the same code for an unknown patient', async () => {
    expect((await refusal(mustSeePatient(amal, 'p-unknown'))).code).toBe('NO_ACCESS_TO_PATIENT')
  })
})
