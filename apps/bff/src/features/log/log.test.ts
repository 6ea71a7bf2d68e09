import { changesOf, type EventId, rooms, rowOrder, type Subject, type ViewRow, viewsOf } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../commands/ids.ts'
import { addProblem } from '../../testing/record/add-problem.ts'
import { ceftriaxoneFor, openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
let jane: Subject
beforeAll(async () => {
  ward = await openTestWard()
  jane = await ward.admit()
})
afterAll(() => ward.close())

/** Records a problem with the given correlation and cause; returns its event id. */
async function recordProblem(text: string, from: { correlationId?: string; causationId?: EventId } = {}, patient = jane) {
  await addProblem(await ward.as('dr.amal'), patient, { text, ...from })
  const [row] = await ward.database.query<{ id: EventId }>(
    'test_last',
    'SELECT event_id AS id FROM event ORDER BY recorded_at DESC, event_id DESC LIMIT 1',
  )
  if (!row) throw new Error('The event is missing.')
  return row.id
}

describe('log queries', () => {
  it('return all events with one correlation id in order (document 003)', async () => {
    const correlationId = newId()
    const ids: string[] = []
    for (const text of ['One', 'Two', 'Three']) ids.push(await recordProblem(text, { correlationId }))
    await recordProblem('Another act')
    const { rows } = await ward.admin.log.correlated({ correlationId })
    expect(rows.map(({ eventId }) => eventId)).toEqual(ids)
  })

  it('return causes and effects of an event, without its siblings', async () => {
    const first = await recordProblem('Cause')
    const second = await recordProblem('Event', { causationId: first })
    const third = await recordProblem('Consequence', { causationId: second })
    const sibling = await recordProblem('Another consequence of the cause', { causationId: first })
    const chain = async (eventId: string) => (await ward.admin.log.causes({ eventId })).rows.map((row) => row.eventId)
    expect(await chain(second)).toEqual([first, second, third])
    expect(await chain(third)).toEqual([first, second, third])
    expect(await chain(first)).toEqual([first, second, third, sibling])
    expect(await chain('unknown')).toEqual([])
  })

  it('omit patient and content that an administrator may not see', async () => {
    const correlationId = newId()
    await recordProblem('Gout', { correlationId })
    const { rows } = await ward.admin.log.correlated({ correlationId })
    expect(rows).toMatchObject([{ type: 'diagnosis.added', by: { name: 'Dr Amal Hassan' }, patient: null, content: null }])
    const [admission] = (await ward.admin.log.timeline({ patientId: jane.patientId })).marks
    expect(admission?.type).toBe('patient.created')
  })

  it('list the newest events without patient data', async () => {
    const newest = await recordProblem('Newest')
    const { rows } = await ward.admin.log.latest()
    expect(rows[0]).toMatchObject({ eventId: newest, patient: null, content: null })
    expect(rows.every(({ patient, content }) => patient === null && content === null)).toBe(true)
    expect((await refusalOf(ward.amal.log.latest())).code).toBe('NOT_ALLOWED')
  })

  it('are for administrators only; a chart’s history needs access to the patient', async () => {
    expect((await refusalOf(ward.amal.log.correlated({ correlationId: 'x' }))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.amal.log.causes({ eventId: 'x' }))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.amal.log.windows({}))).code).toBe('NOT_ALLOWED')
    const { patientId } = jane
    expect((await refusalOf(ward.rana.log.asOf({ patientId, at: { seq: 1 } }))).code).toBe('NO_ACCESS_TO_PATIENT')
    expect((await refusalOf(ward.rana.log.timeline({ patientId }))).code).toBe('NO_ACCESS_TO_PATIENT')
  })
})

describe('tumbling windows (document 003)', () => {
  it('count each event once, by type, in adjacent windows', async () => {
    ward.clock.pass(60 * 60_000)
    const windows = async () => (await ward.admin.log.windows({ minutes: 5, windows: 3 })).windows
    const before = await windows()
    expect(before.map(({ counts }) => counts)).toEqual([{}, {}, {}])
    await recordProblem('First window')
    await recordProblem('First window too')
    ward.clock.pass(5 * 60_000)
    await recordProblem('Second window')
    const now = await windows()
    expect(now.map(({ counts }) => counts)).toEqual([{}, { 'diagnosis.added': 2 }, { 'diagnosis.added': 1 }])
    const starts = now.map(({ from }) => Date.parse(from))
    expect(starts.map((start) => start % (5 * 60_000))).toEqual([0, 0, 0])
    expect([(starts[1] ?? 0) - (starts[0] ?? 0), (starts[2] ?? 0) - (starts[1] ?? 0)]).toEqual([300_000, 300_000])
  })
})

describe('chart history (T2)', () => {
  const entriesOf = async ({ patientId }: Subject) => {
    const room = rooms.patient(patientId)
    return (await ward.log.read(new Map([[room, 0]]), 10_000)).get(room)?.entries ?? []
  }

  it('equals the folded log at every position and time', async () => {
    const sara = await ward.admit()
    const { patientId } = sara
    for (const text of ['Pneumonia', 'Gout']) {
      ward.clock.pass(60_000)
      await recordProblem(text, {}, sara)
      ward.clock.pass(60_000)
    }
    await ward.amal.medications.prescribe(ceftriaxoneFor(sara))
    const entries = await entriesOf(sara)
    const room = rooms.patient(patientId)
    for (let seq = 0; seq <= entries.length; seq++) {
      const historical = await ward.amal.log.asOf({ patientId, at: { seq } })
      expect(historical.asOf.seq).toBe(seq)
      for (const view of viewsOf('patient')) {
        const rows = new Map<string, ViewRow>()
        for (const { event } of entries.slice(0, seq))
          for (const [id, row] of changesOf(view, event, room, (known) => rows.get(known) ?? null))
            row ? rows.set(id, row) : rows.delete(id)
        if (historical.views[view.name]) expect(historical.views[view.name]).toEqual([...rows.values()].sort(rowOrder(view)))
      }
      const at = entries[seq - 1]?.event.recordedAt
      if (at && entries[seq]?.event.recordedAt !== at) expect((await ward.amal.log.asOf({ patientId, at: { at } })).asOf.seq).toBe(seq)
    }
    expect((await ward.amal.log.asOf({ patientId, at: { at: '2001-01-01T00:00:00Z' } })).patient).toBeNull()
  })

  it('equals the current chart at the head', async () => {
    const { patientId } = jane
    const now = await ward.amal.patients.summary({ patientId })
    const historical = await ward.amal.log.asOf({ patientId, at: { seq: now.asOf.seq } })
    for (const [view, { rows }] of Object.entries(now.views)) expect(historical.views[view]).toEqual(rows)
  })

  it('shows each audience its own views and timeline entries, and is audited', async () => {
    const { patientId } = jane
    await recordProblem('Gout')
    const labChart = await ward.yusuf.log.asOf({ patientId, at: { seq: 1_000 } })
    expect(Object.keys(labChart.views)).not.toContain('problems')
    expect(Object.keys(labChart.views)).toContain('results')
    expect((await ward.yusuf.log.timeline({ patientId })).marks.map(({ type }) => type)).not.toContain('diagnosis.added')
    const [entry] = await (await ward.as('lab.yusuf')).audit.read({ patientId, limit: 1 })
    expect(entry).toMatchObject({ name: expect.stringContaining('Yusuf'), what: ['timeline'] })
  })

  it('reads a long log in chunks', async () => {
    const sara = await ward.admit()
    const room = rooms.patient(sara.patientId)
    const [entry] = await entriesOf(sara)
    if (!entry) throw new Error('The admission is missing in the log.')
    await ward.database.query(
      'test_long',
      `WITH copies AS (
         INSERT INTO event (event_id, type, patient_id, recorded_at, body)
         SELECT 'copy-' || n, type, patient_id, recorded_at, body FROM event, generate_series(1, 1200) n WHERE event_id = $1 RETURNING event_id
       )
       INSERT INTO room_log (room, seq, event_id, audiences, prevs)
       SELECT $2, 10 + row_number() OVER (), event_id, $3, $4 FROM copies`,
      [entry.event.eventId, room, entry.audiences, entry.prevs],
    )
    const historical = await ward.amal.log.asOf({ patientId: sara.patientId, at: { seq: 1_210 } })
    expect(historical.asOf.seq).toBe(1_210)
    expect(historical.patient?.patientId).toBe(sara.patientId)
  })
})
