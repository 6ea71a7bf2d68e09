import { type InboundType, inboundSubjectOf, inboundTypes, needsPatient, type Room, referTo, rooms, type Subject } from '@wardline/events'
import { aMessage, anEvent, chanceFrom, samples } from '@wardline/events/testing'
import type { DiagnosticReport, Observation } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../../platform/change.ts'
import { newId } from '../../platform/ids.ts'
import type { Permit } from '../../platform/permits.ts'
import { commandId, openTestWard, place, type TestWard } from '../../testing/ward.ts'
import { openValidator } from '../validate.ts'
import { Reception } from './reception.ts'
import { Rejected } from './rejected.ts'

let ward: TestWard
let reception: Reception
let patient: Subject
beforeAll(async () => {
  ward = await openTestWard()
  const { resources, recordAt, now } = ward
  const record = (permit: Permit, change: Change) => recordAt(now(), permit, change)
  reception = new Reception({ resources, validate: await openValidator(), newId, now, record })
})
afterAll(() => ward.close())
beforeEach(async () => {
  patient = await ward.admit()
})

type Message = Record<string, unknown>
const bytes = (message: Message) => new TextEncoder().encode(JSON.stringify(message))
const take = (type: InboundType, message: Message) => reception.take(inboundSubjectOf(type), bytes(message))

/** A message about this test's patient, with a new id unless it names one. */
const saying = (type: InboundType, over: Message): Message => aMessage(type, { eventId: newId(), patientId: patient.patientId, ...over })
const rejection = async (taking: Promise<unknown>) => {
  const error = await taking.then(
    () => null,
    (reason) => reason,
  )
  if (!(error instanceof Rejected)) throw error ?? new Error('It was taken in.')
  return { reason: error.reason, mayCome: error.mayCome }
}

const about = () => referTo('Patient', patient.patientId)
const potassium = (value: number, over: Partial<Observation> = {}): Observation => {
  const { meta: _none, interpretation: _flag, basedOn: _order, ...observation } = samples.sampleObservation()
  return {
    ...observation,
    id: newId(),
    subject: about(),
    valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    ...over,
  }
}
const reportOf = (observations: readonly Observation[], over: Partial<DiagnosticReport> = {}): DiagnosticReport => {
  const { meta: _none, basedOn: _order, ...report } = samples.sampleReport()
  return { ...report, id: newId(), subject: about(), result: observations.map(({ id }) => referTo('Observation', id ?? '')), ...over }
}
const result = (observations: readonly Observation[], over: Message = {}, report: Partial<DiagnosticReport> = {}, details: object = {}) =>
  saying('lab.result.available', { data: { resource: reportOf(observations, report), related: observations, details }, ...over })

async function ordered(): Promise<string> {
  const { orderIds } = (await ward.amal.orders.place({
    commandId: commandId(),
    patientId: patient.patientId,
    items: [place('lab:2823-3')],
  } as never)) as unknown as { orderIds: string[] }
  return orderIds[0] ?? ''
}
const rowsOf = async () => (await ward.amal.results.list({ patientId: patient.patientId })).rows
const alertsOf = async () => (await ward.amal.alerts.list({ patientId: patient.patientId } as never)).rows
const headOf = async (room: Room) => (await ward.log.heads([room])).get(room)?.seq ?? 0

describe('a result from the laboratory system', () => {
  it('stands in the results, ends its order, and calls who ordered when it is critical', async () => {
    const orderId = await ordered()
    const value = potassium(7.1)
    await take('lab.result.available', result([value], {}, {}, { orderId }))
    expect(await rowsOf()).toMatchObject([{ value: '7.1', flag: 'HH' }])
    expect(await ward.resources.read('ServiceRequest', orderId)).toMatchObject({ status: 'completed' })
    const [alert] = await alertsOf()
    expect(alert).toMatchObject({ value: '7.1', flag: 'HH' })
    // Wherever they are: in the room that is theirs alone.
    const theirs = rooms.user((await ward.as('dr.amal')).actor.userId)
    const { entries } = (await ward.log.read(new Map([[theirs, 0]]), 100)).get(theirs) ?? { entries: [] }
    expect(entries.map(({ event }) => event.type)).toContain('lab.critical.alert')
  })

  it('is one result however often it is told', async () => {
    const message = result([potassium(7.2)])
    await take('lab.result.available', message)
    const after = await headOf(rooms.patient(patient.patientId))
    await Promise.all([take('lab.result.available', message), take('lab.result.available', message)])
    expect(await headOf(rooms.patient(patient.patientId))).toBe(after)
    expect(await alertsOf()).toHaveLength(1)
  })

  it('that was corrected stays corrected when the older word comes later', async () => {
    const value = potassium(4.1)
    const report = newId()
    const first = result([value], { timestamp: '2026-11-20T20:00:00.000Z' }, { id: report, status: 'preliminary' })
    const corrected = { ...value, status: 'corrected' as const, valueQuantity: { ...value.valueQuantity, value: 4.6 } }
    const second = result([corrected], { timestamp: '2026-11-20T21:00:00+00:00' }, { id: report, status: 'corrected' })
    expect(await take('lab.result.available', second)).toBe('taken')
    expect(await take('lab.result.available', first)).toBe('outdated')
    expect(await rowsOf()).toMatchObject([{ value: '4.6' }])
  })

  it('calls nobody twice about the same value, also when the alert comes beside it', async () => {
    const value = potassium(6.9)
    await take('lab.critical.alert', saying('lab.critical.alert', { data: { resource: value, related: [], details: {} } }))
    await take('lab.result.available', result([value]))
    await take('lab.critical.alert', saying('lab.critical.alert', { data: { resource: value, related: [], details: {} } }))
    expect(await alertsOf()).toHaveLength(1)
  })

  it('gets the flag that its own range says, and keeps one that the laboratory set', async () => {
    const high = potassium(5.6, { referenceRange: [{ low: { value: 3.5 }, high: { value: 5.1 } }] })
    const lab = potassium(4.4, {
      interpretation: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: 'A' }] }],
    })
    await take('lab.result.available', result([high, lab]))
    const rows = await rowsOf()
    expect(new Map(rows.map(({ value, flag }) => [value, flag]))).toEqual(
      new Map([
        ['5.6', 'H'],
        ['4.4', 'A'],
      ]),
    )
  })
})

it('a prescription of another system waits for the pharmacist like any other', async () => {
  const { meta: _none, ...request } = samples.samplePrescription()
  const id = newId()
  const data = { resource: { ...request, id, subject: about() }, related: [], details: {} }
  await take('pharmacy.medication.prescribed', saying('pharmacy.medication.prescribed', { data }))
  const queue = await ward.omar.pharmacy.queue({} as never)
  expect(queue.rows.some((row) => row.id === id)).toBe(true)
})

describe('a device’s alarm', () => {
  const alarm = (priority: 'stat' | 'urgent' | 'routine', id = newId()) => {
    const { meta: _none, ...told } = anEvent('device.alert.triggered').resource
    const resource = { ...told, id, subject: about(), priority }
    const details = { deviceId: 'dv-1', notify: [{ userId: 'u-huda', name: 'Huda Osman' }] }
    return saying('device.alert.triggered', { source: 'device-integration-service', data: { resource, related: [], details } })
  }

  it('of high priority calls those who treat the patient, once, and is acknowledged like any other alert', async () => {
    const id = newId()
    await take('device.alert.triggered', alarm('stat', id))
    await take('device.alert.triggered', alarm('stat', id))
    const [row, ...more] = await alertsOf()
    expect([row, more]).toMatchObject([{ kind: 'device', urgent: true, display: 'Bedside monitor 12', value: 'Asystole' }, []])
    expect(row?.notify.map(({ userId }) => userId)).toEqual(['u-amal'])
    const mine = () => ward.amal.alerts.list({}).then(({ rows }) => rows.find(({ id: rowId }) => rowId === row?.id))
    expect(await mine()).toMatchObject({ state: 'raised' })
    await ward.huda.alerts.acknowledge({ commandId: commandId(), alertId: row?.id ?? '' })
    expect(await mine()).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: 'Huda Osman' } })
  })

  it('of medium priority stands in the chart and calls nobody; of low priority it is only on record', async () => {
    await take('device.alert.triggered', alarm('urgent'))
    await take('device.alert.triggered', alarm('routine'))
    expect(await alertsOf()).toMatchObject([{ kind: 'device', urgent: false, notify: [], state: 'raised' }])
  })
})

it('vital signs of a monitor are judged, and who has the patient is called', async () => {
  const { meta: _none, ...vital } = samples.sampleVital()
  const saturation: Observation = {
    ...vital,
    id: newId(),
    subject: about(),
    code: { coding: [{ system: 'http://loinc.org', code: '59408-5' }], text: 'SpO2' },
    valueQuantity: { value: 84, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
  }
  const data = { resource: saturation, related: [], details: {} }
  await take('encounter.vitals.recorded', saying('encounter.vitals.recorded', { source: 'device-integration-service', data }))
  expect(await alertsOf()).toMatchObject([{ value: '84' }])
})

it('a patient who is registered and admitted elsewhere is on the board of the unit, and leaves it when discharged', async () => {
  const { meta: _none, ...sample } = samples.samplePatient()
  const patientId = newId()
  const registered = { ...sample, id: patientId, identifier: [] }
  await take(
    'patient.created',
    aMessage('patient.created', { eventId: newId(), patientId, data: { resource: registered, related: [], details: {} } }),
  )
  const { meta: _too, ...stay } = samples.sampleEncounter()
  const encounter = {
    ...stay,
    id: newId(),
    subject: referTo('Patient', patientId),
    location: [{ location: referTo('Location', 'ward-3', 'Ward 3'), status: 'active' as const }],
  }
  const told = (type: 'encounter.started' | 'encounter.completed', resource: object, at: string) =>
    take(type, aMessage(type, { eventId: newId(), patientId, timestamp: at, data: { resource, related: [], details: {} } }))
  await told('encounter.started', encounter, '2026-11-20T09:00:00.000Z')
  const onBoard = async () => (await ward.amal.patients.search({ unitId: 'ward-3', query: '' } as never)).rows.map(({ id }) => id)
  expect(await onBoard()).toContain(patientId)
  await told('encounter.completed', { ...encounter, status: 'finished' }, '2026-11-21T09:00:00.000Z')
  expect(await onBoard()).not.toContain(patientId)
})

describe('what is not taken in, and why', () => {
  it('somebody nobody knows: they may be on their way', async () => {
    expect(await rejection(take('lab.result.available', { ...result([potassium(4)]), patientId: null, patientMRN: '0' }))).toEqual({
      reason: 'unknown-patient',
      mayCome: true,
    })
  })

  it('two identifiers of two people', async () => {
    const other = await ward.admit()
    expect(await rejection(take('lab.result.available', result([potassium(4)], { patientMRN: other.mrn })))).toMatchObject({
      reason: 'two-patients',
    })
    expect(await rejection(take('lab.result.available', result([potassium(4)], { patientMRN: '1' })))).toMatchObject({
      reason: 'two-patients',
    })
  })

  it('a value that is on record as another patient’s', async () => {
    const value = potassium(4)
    await take('lab.result.available', result([value]))
    patient = await ward.admit()
    expect(await rejection(take('lab.result.available', result([{ ...value, subject: about() }])))).toMatchObject({
      reason: 'another-patients',
    })
  })

  it('an order of another patient', async () => {
    const orderId = await ordered()
    patient = await ward.admit()
    expect(await rejection(take('lab.result.available', result([potassium(4)], {}, {}, { orderId })))).toMatchObject({
      reason: 'another-patients',
    })
  })

  it('what somebody else told of', async () => {
    const value = potassium(4)
    await take(
      'lab.critical.alert',
      saying('lab.critical.alert', { source: 'device-integration-service', data: { resource: value, related: [], details: {} } }),
    )
    expect(await rejection(take('lab.result.available', result([value])))).toMatchObject({ reason: 'not-theirs' })
  })

  it('what is no FHIR', async () => {
    const wrong = { ...potassium(4), status: 'surely' as never }
    expect(await rejection(take('lab.result.available', result([wrong])))).toMatchObject({ reason: 'not-fhir', mayCome: false })
  })

  it('the id of a message with another content', async () => {
    const message = result([potassium(4)])
    await take('lab.result.available', message)
    const other = { ...result([potassium(5)]), eventId: message.eventId }
    expect(await rejection(take('lab.result.available', other))).toMatchObject({ reason: 'refused' })
  })

  it('what the publisher’s door would not let out either', async () => {
    expect(await rejection(reception.take('lab.result.available', new TextEncoder().encode('{')))).toMatchObject({ reason: 'not-json' })
    expect(await rejection(take('lab.result.available', { ...result([potassium(4)]), source: 'pharmacy-service' }))).toMatchObject({
      reason: 'not-authorised',
    })
  })
})

it('a warning about a medicine that is not on record yet waits for it', async () => {
  const { meta: _none, ...request } = samples.samplePrescription()
  const id = newId()
  const issue = (aMessage('pharmacy.interaction.alert').data as { resource: Record<string, unknown> }).resource
  const implicated = [referTo('MedicationRequest', id)]
  const warning = saying('pharmacy.interaction.alert', {
    data: { resource: { ...issue, id: newId(), patient: about(), implicated }, related: [], details: {} },
  })
  expect(await rejection(take('pharmacy.interaction.alert', warning))).toEqual({ reason: 'unknown-medicine', mayCome: true })
  const data = { resource: { ...request, id, subject: about() }, related: [], details: {} }
  await take('pharmacy.medication.prescribed', saying('pharmacy.medication.prescribed', { data }))
  expect(await take('pharmacy.interaction.alert', warning)).toBe('taken')
})

describe('every event that may come from outside', () => {
  it.each(inboundTypes)('%s is taken in as the catalogue has it, once', async (type) => {
    const example = aMessage(type)
    const { resource, related, details } = example.data as { resource: { id: string }; related: { id: string }[]; details: object }
    // Ids of their own; whatever names the sample's patient names this one.
    const text = JSON.stringify({
      resource: { ...resource, id: newId() },
      related: related.map((one) => ({ ...one, id: newId() })),
      details,
    })
    const data = JSON.parse(text.replaceAll('p-jane', patient.patientId))
    for (const { reference } of data.resource.implicated ?? []) {
      const request = { ...samples.samplePrescription(), meta: undefined, id: reference.split('/')[1], subject: about() }
      if (await ward.resources.read('MedicationRequest', request.id)) continue
      const told = { resource: request, related: [], details: {} }
      await take('pharmacy.medication.prescribed', saying('pharmacy.medication.prescribed', { data: told }))
    }
    if (type === 'patient.updated') data.resource.id = patient.patientId
    const whom = type === 'patient.created' ? data.resource.id : needsPatient(type) ? patient.patientId : null
    const message = saying(type, { data, patientId: whom })
    expect(await take(type, message)).toBe('taken')
    expect(await take(type, message)).toMatch(/taken|outdated/)
    expect(await ward.deadLetters.list()).toEqual([])
  })
})

it('RT2: messages in any order, repeated, lead to the same record', async () => {
  const value = potassium(4)
  const ids = { report: newId(), condition: newId() }
  const { meta: _none, ...sample } = samples.sampleCondition()
  const condition = { ...sample, id: ids.condition, subject: about() }
  const at = (minute: number) => `2026-11-20T20:${String(minute).padStart(2, '0')}:00.000Z`
  const told = (minute: number, amount: number, status: 'preliminary' | 'final' | 'corrected') =>
    [
      'lab.result.available',
      result(
        [{ ...value, status, valueQuantity: { ...value.valueQuantity, value: amount } }],
        { timestamp: at(minute) },
        { id: ids.report, status },
      ),
    ] as const
  const messages: (readonly [InboundType, Message])[] = [
    told(1, 4.0, 'preliminary'),
    told(2, 4.2, 'final'),
    told(3, 4.4, 'corrected'),
    ['diagnosis.added', saying('diagnosis.added', { timestamp: at(4), data: { resource: condition, related: [], details: {} } })],
    [
      'diagnosis.updated',
      saying('diagnosis.updated', {
        timestamp: at(5),
        data: { resource: { ...condition, note: [{ text: 'seen' }] }, related: [], details: {} },
      }),
    ],
  ]
  const ended = async (seed: number) => {
    patient = await ward.admit()
    const chance = chanceFrom(seed)
    const own = JSON.parse(
      JSON.stringify(messages)
        .replaceAll(ids.report, newId())
        .replaceAll(ids.condition, newId())
        .replaceAll(value.id ?? '', newId()),
    )
    const story = [...own, ...own].map(([type, message]: [InboundType, Message]) => ({ type, message, order: chance.next() }))
    for (const { type, message } of story.toSorted((a, b) => a.order - b.order)) {
      const text = JSON.stringify({ ...message, patientId: patient.patientId, eventId: `${message.eventId}.${seed}` }).replaceAll(
        /Patient\/[0-9a-f-]{36}/g,
        `Patient/${patient.patientId}`,
      )
      await take(type, JSON.parse(text)).catch((error) => {
        // An update that comes before what it updates makes it; an addition after that is not news.
        if (!(error instanceof Rejected)) throw error
      })
    }
    const results = (await rowsOf()).map((row) => [row.value, row.flag])
    const problems = (await ward.amal.problems.list({ patientId: patient.patientId } as never)).rows.length
    return { results, problems }
  }
  const first = await ended(1)
  expect(first).toEqual({ results: [['4.4', expect.anything()]], problems: 1 })
  for (let seed = 2; seed <= 12; seed++) expect(await ended(seed)).toEqual(first)
})
