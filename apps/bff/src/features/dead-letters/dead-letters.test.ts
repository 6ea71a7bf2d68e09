import { rooms, type Subject } from '@wardline/events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addProblem } from '../../testing/record/add-problem.ts'
import { commandId, openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'
import { replayLetters } from './commands.ts'

let ward: TestWard
let jane: Subject
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())
beforeEach(async () => {
  jane = await ward.admit()
})

/** Dead-letters an event of the log; returns the letter's id. */
async function addDeadLetter() {
  await addProblem(await ward.as('dr.amal'), jane, { text: 'Gout' })
  const room = rooms.patient(jane.patientId)
  const entry = (await ward.log.read(new Map([[room, 0]]), 100)).get(room)?.entries.at(-1)
  if (!entry) throw new Error('The event is missing in the log.')
  await ward.deadLetters.put('projector', entry, 'problems cannot process diagnosis.added', 4)
  const letter = (await ward.deadLetters.list()).find(({ eventId }) => eventId === entry.event.eventId)
  return letter?.id ?? ''
}
const message = async (id: string, payload = '{"value": "6.8"}') => {
  await ward.deadLetters.putMessage({ id, subject: 'lab.critical.alert', eventId: null, payload }, 'unknown patient', 5)
  return id
}
const trail = async () => (await (await ward.as('admin')).audit.read({ limit: 5 })).map(({ what }) => what.join())

describe('dead letters', () => {
  it('are visible to administrators only', async () => {
    const letterId = await message('m-0')
    for (const person of [ward.amal, ward.omar, ward.yusuf]) {
      expect((await refusalOf(person.deadLetters.list({}))).code).toBe('NOT_ALLOWED')
      expect((await refusalOf(person.deadLetters.show({ letterId }))).code).toBe('NOT_ALLOWED')
      expect((await refusalOf(person.deadLetters.replay({ commandId: commandId(), letterId }))).code).toBe('NOT_ALLOWED')
      expect((await refusalOf(person.deadLetters.discard({ commandId: commandId(), letterId, reason: 'x' }))).code).toBe('NOT_ALLOWED')
    }
    await ward.admin.deadLetters.discard({ commandId: commandId(), letterId, reason: 'a test' })
  })

  it('are listed with reason and time, without patient data', async () => {
    const letterId = await addDeadLetter()
    const { rows, counts } = await ward.admin.deadLetters.list({ consumer: 'projector' })
    expect(rows).toMatchObject([{ letterId, what: 'diagnosis.added', reason: 'problems cannot process diagnosis.added', attempts: 4 }])
    expect(counts).toEqual({ projector: 1 })
    expect(JSON.stringify(rows)).not.toContain(jane.patientId)
    await ward.admin.deadLetters.replay({ commandId: commandId(), letterId })
  })

  it('are opened without content that the role may not see, and opening is audited', async () => {
    const letterId = await addDeadLetter()
    const shown = await ward.admin.deadLetters.show({ letterId })
    expect(shown).toMatchObject({ withheld: true, patient: null, content: null, event: { type: 'diagnosis.added' } })
    expect(JSON.stringify(shown)).not.toContain('Gout')
    expect(JSON.stringify(shown)).not.toContain(jane.patientId)
    expect(await trail()).toContain(`dead letter ${letterId} opened`)
    await ward.admin.deadLetters.replay({ commandId: commandId(), letterId })
  })

  it('show the payload of a message', async () => {
    const letterId = await message('m-1')
    expect(await ward.admin.deadLetters.show({ letterId })).toMatchObject({ content: '{"value": "6.8"}', what: 'lab.critical.alert' })
    expect(await trail()).toContain('dead letter m-1 opened')
    await ward.admin.deadLetters.discard({ commandId: commandId(), letterId, reason: 'a test' })
  })

  it('of the log are replayed with their room and settled', async () => {
    const letterId = await addDeadLetter()
    await ward.database.query('test_lost', "DELETE FROM view_row WHERE view = 'problems' AND room = $1", [rooms.patient(jane.patientId)])
    expect(await ward.admin.deadLetters.replay({ commandId: commandId(), letterId })).toEqual({ settled: 1, stillOpen: 0 })
    expect((await ward.amal.problems.list({ patientId: jane.patientId })).rows).toMatchObject([{ display: 'Gout' }])
    expect(await ward.deadLetters.open(letterId)).toMatchObject({ settlement: 'replayed' })
    expect((await refusalOf(ward.admin.deadLetters.replay({ commandId: commandId(), letterId }))).code).toBe('NOT_IN_THIS_STATE')
  })

  it('stay open when they fail again, and each is tried once when all are replayed', async () => {
    const ids = [await message('m-2'), await message('m-3')]
    const replayed: string[] = []
    const replays = {
      inbound: async ({ id }: { id: string }) => {
        replayed.push(id)
        if (id === 'm-3') await ward.deadLetters.settle(id, { settlement: 'replayed', by: 'admin' })
      },
    }
    const answer = await replayLetters({ letters: ward.deadLetters, replays }, await ward.as('admin'), null)
    expect(replayed.toSorted()).toEqual(ids)
    expect(answer).toEqual({ settled: 1, stillOpen: 1 })
    // No inbound consumer runs here: the letter stays open.
    expect(await ward.admin.deadLetters.replay({ commandId: commandId(), letterId: 'm-2' })).toEqual({ settled: 0, stillOpen: 1 })
    await ward.admin.deadLetters.discard({ commandId: commandId(), letterId: 'm-2', reason: 'a test' })
  })

  it('are discarded once, and the reason is kept', async () => {
    const letterId = await message('m-4')
    const discard = () => ward.admin.deadLetters.discard({ commandId: commandId(), letterId, reason: 'Sent twice by the analyser' })
    await discard()
    const [row] = await ward.database.query<{ note: string }>('test_note', 'SELECT note FROM dead_letter WHERE id = $1', [letterId])
    expect(row?.note).toBe('Sent twice by the analyser')
    expect((await refusalOf(discard())).code).toBe('NOT_IN_THIS_STATE')
    expect((await refusalOf(ward.admin.deadLetters.discard({ commandId: commandId(), letterId: 'unknown', reason: 'x' }))).code).toBe(
      'NOT_FOUND',
    )
  })
})
