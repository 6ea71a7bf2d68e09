import { changesOf, comparing, type EventId, rooms, type Subject, type ViewRow, viewsOf } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../commands/ids.ts'
import { addProblem } from '../../testing/problem.ts'
import { ceftriaxoneFor, openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
let jane: Subject
beforeAll(async () => {
  ward = await openTestWard()
  jane = await ward.admit()
})
afterAll(() => ward.close())

/** Records a problem as something that followed from an act or an event. */
async function follows(text: string, from: { correlationId?: string; causationId?: EventId } = {}, patient = jane) {
  await addProblem(await ward.as('dr.amal'), patient, { text, ...from })
  const [row] = await ward.database.query<{ id: EventId }>(
    'test_last',
    'SELECT event_id AS id FROM event ORDER BY recorded_at DESC, event_id DESC LIMIT 1',
  )
  if (!row) throw new Error('it was recorded')
  return row.id
}

describe('the log by what belongs together', () => {
  it('answers everything of one act in order (document 003)', async () => {
    const correlationId = newId()
    const ids: string[] = []
    for (const text of ['One', 'Two', 'Three']) ids.push(await follows(text, { correlationId }))
    await follows('Another act')
    const { rows } = await ward.admin.log.correlated({ correlationId })
    expect(rows.map(({ eventId }) => eventId)).toEqual(ids)
  })

  it('answers what led to an event and what followed from it, and nothing beside', async () => {
    const first = await follows('Cause')
    const second = await follows('Event', { causationId: first })
    const third = await follows('Consequence', { causationId: second })
    const beside = await follows('Another consequence of the cause', { causationId: first })
    const chain = async (eventId: string) => (await ward.admin.log.causes({ eventId })).rows.map((row) => row.eventId)
    expect(await chain(second)).toEqual([first, second, third])
    expect(await chain(third)).toEqual([first, second, third])
    expect(await chain(first)).toEqual([first, second, third, beside])
    expect(await chain('nobody')).toEqual([])
  })

  it('keeps from an administrator what the registry is not sent: neither whom nor what', async () => {
    const correlationId = newId()
    await follows('Gout', { correlationId })
    const { rows } = await ward.admin.log.correlated({ correlationId })
    expect(rows).toMatchObject([{ type: 'diagnosis.added', by: { name: 'Dr Amal Hassan' }, patient: null, content: null }])
    const [admission] = (await ward.admin.log.timeline({ patientId: jane.patientId })).marks
    expect(admission?.type).toBe('patient.created')
  })

  it('begins with the newest events, of nobody in particular', async () => {
    const newest = await follows('Newest')
    const { rows } = await ward.admin.log.latest()
    expect(rows[0]).toMatchObject({ eventId: newest, patient: null, content: null })
    expect(rows.every(({ patient, content }) => patient === null && content === null)).toBe(true)
    expect((await refusalOf(ward.amal.log.latest())).code).toBe('NOT_ALLOWED')
  })

  it('is for administrators alone; a chart’s past is for whoever may open the chart', async () => {
    expect((await refusalOf(ward.amal.log.correlated({ correlationId: 'x' }))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.amal.log.causes({ eventId: 'x' }))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.amal.log.windows({}))).code).toBe('NOT_ALLOWED')
    const { patientId } = jane
    expect((await refusalOf(ward.rana.log.asOf({ patientId, at: { seq: 1 } }))).code).toBe('NO_ACCESS_TO_PATIENT')
    expect((await refusalOf(ward.rana.log.timeline({ patientId }))).code).toBe('NO_ACCESS_TO_PATIENT')
  })
})

describe('tumbling windows (document 003)', () => {
  it('count each event once, by type, in windows end to end', async () => {
    ward.clock.pass(60 * 60_000)
    const windows = async () => (await ward.admin.log.windows({ minutes: 5, windows: 3 })).windows
    const start = await windows()
    expect(start.map(({ counts }) => counts)).toEqual([{}, {}, {}])
    await follows('First window')
    await follows('First window too')
    ward.clock.pass(5 * 60_000)
    await follows('Second window')
    const now = await windows()
    expect(now.map(({ counts }) => counts)).toEqual([{}, { 'diagnosis.added': 2 }, { 'diagnosis.added': 1 }])
    const begins = now.map(({ from }) => Date.parse(from))
    expect(begins.map((begin) => begin % (5 * 60_000))).toEqual([0, 0, 0])
    expect([(begins[1] ?? 0) - (begins[0] ?? 0), (begins[2] ?? 0) - (begins[1] ?? 0)]).toEqual([300_000, 300_000])
  })
})

describe('time travel (T2)', () => {
  const entriesOf = async ({ patientId }: Subject) => {
    const room = rooms.patient(patientId)
    return (await ward.log.read(new Map([[room, 0]]), 10_000)).get(room)?.entries ?? []
  }

  it('answers the chart of every position and every moment, as the folds have it', async () => {
    const sara = await ward.admit()
    const { patientId } = sara
    for (const text of ['Pneumonia', 'Gout']) {
      ward.clock.pass(60_000)
      await follows(text, {}, sara)
      ward.clock.pass(60_000)
    }
    await ward.amal.medications.prescribe(ceftriaxoneFor(sara))
    const entries = await entriesOf(sara)
    const room = rooms.patient(patientId)
    for (let seq = 0; seq <= entries.length; seq++) {
      const past = await ward.amal.log.asOf({ patientId, at: { seq } })
      expect(past.asOf.seq).toBe(seq)
      for (const view of viewsOf('patient')) {
        const rows = new Map<string, ViewRow>()
        for (const { event } of entries.slice(0, seq))
          for (const [id, row] of changesOf(view, event, room, (known) => rows.get(known) ?? null))
            row ? rows.set(id, row) : rows.delete(id)
        if (past.views[view.name]) expect(past.views[view.name]).toEqual([...rows.values()].sort(comparing(view)))
      }
      const at = entries[seq - 1]?.event.recordedAt
      if (at && entries[seq]?.event.recordedAt !== at) expect((await ward.amal.log.asOf({ patientId, at: { at } })).asOf.seq).toBe(seq)
    }
    expect((await ward.amal.log.asOf({ patientId, at: { at: '2001-01-01T00:00:00Z' } })).patient).toBeNull()
  })

  it('stands, at the head, where the chart of now stands', async () => {
    const { patientId } = jane
    const now = await ward.amal.patients.summary({ patientId })
    const past = await ward.amal.log.asOf({ patientId, at: { seq: now.asOf.seq } })
    for (const [view, { rows }] of Object.entries(now.views)) expect(past.views[view]).toEqual(rows)
  })

  it('shows each audience its own views and marks, and stands in the audit trail', async () => {
    const { patientId } = jane
    await follows('Gout')
    const theirs = await ward.yusuf.log.asOf({ patientId, at: { seq: 1_000 } })
    expect(Object.keys(theirs.views)).not.toContain('problems')
    expect(Object.keys(theirs.views)).toContain('results')
    expect((await ward.yusuf.log.timeline({ patientId })).marks.map(({ type }) => type)).not.toContain('diagnosis.added')
    const [entry] = await (await ward.as('lab.yusuf')).audit.read({ patientId, limit: 1 })
    expect(entry).toMatchObject({ name: expect.stringContaining('Yusuf'), what: ['timeline'] })
  })

  it('asks for a long log in stretches', async () => {
    const sara = await ward.admit()
    const room = rooms.patient(sara.patientId)
    const [entry] = await entriesOf(sara)
    if (!entry) throw new Error('an admission is in the log')
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
    const past = await ward.amal.log.asOf({ patientId: sara.patientId, at: { seq: 1_210 } })
    expect(past.asOf.seq).toBe(1_210)
    expect(past.patient?.patientId).toBe(sara.patientId)
  })
})
