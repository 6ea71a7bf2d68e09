import { referTo, rooms, unitIdSchema } from '@wardline/events'
import { aMessage, anEvent, samples } from '@wardline/events/testing'
import type { Observation } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { newId } from '../../commands/ids.ts'
import {
  about,
  alertsOf,
  headOf,
  messageOf,
  patient,
  placePotassiumOrder,
  potassium,
  receive,
  rejection,
  result,
  rowsOf,
  useInboundWard,
  ward,
} from '../../testing/inbound-harness.ts'
import { commandId } from '../../testing/ward.ts'

useInboundWard()

describe('a result from the laboratory system', () => {
  it('is listed, completes its order, and alerts the ordering clinician when critical', async () => {
    const orderId = await placePotassiumOrder()
    const value = potassium(7.1)
    await receive('lab.result.available', result([value], {}, {}, { orderId }))
    expect(await rowsOf()).toMatchObject([{ value: '7.1', flag: 'HH' }])
    expect(await ward.resources.read('ServiceRequest', orderId)).toMatchObject({ status: 'completed' })
    const [alert] = await alertsOf()
    expect(alert).toMatchObject({ value: '7.1', flag: 'HH' })
    // The alert is also delivered to the clinician's own room, so it is shown on every page.
    const theirs = rooms.user((await ward.as('dr.amal')).actor.userId)
    const { entries } = (await ward.log.read(new Map([[theirs, 0]]), 100)).get(theirs) ?? { entries: [] }
    expect(entries.map(({ event }) => event.type)).toContain('lab.critical.alert')
  })

  it('is recorded once, however often the message is delivered', async () => {
    const message = result([potassium(7.2)])
    await receive('lab.result.available', message)
    const after = await headOf(rooms.patient(patient.patientId))
    await Promise.all([receive('lab.result.available', message), receive('lab.result.available', message)])
    expect(await headOf(rooms.patient(patient.patientId))).toBe(after)
    expect(await alertsOf()).toHaveLength(1)
  })

  it('that was corrected stays corrected when an older message arrives later', async () => {
    const value = potassium(4.1)
    const report = newId()
    const first = result([value], { timestamp: '2026-11-20T20:00:00.000Z' }, { id: report, status: 'preliminary' })
    const corrected = { ...value, status: 'corrected' as const, valueQuantity: { ...value.valueQuantity, value: 4.6 } }
    const second = result([corrected], { timestamp: '2026-11-20T21:00:00+00:00' }, { id: report, status: 'corrected' })
    expect(await receive('lab.result.available', second)).toBe('taken')
    expect(await receive('lab.result.available', first)).toBe('outdated')
    expect(await rowsOf()).toMatchObject([{ value: '4.6' }])
  })

  it('raises one alert for a value, even if the sender publishes its own critical alert', async () => {
    const value = potassium(6.9)
    await receive('lab.critical.alert', messageOf('lab.critical.alert', { data: { resource: value, related: [], details: {} } }))
    await receive('lab.result.available', result([value]))
    await receive('lab.critical.alert', messageOf('lab.critical.alert', { data: { resource: value, related: [], details: {} } }))
    expect(await alertsOf()).toHaveLength(1)
  })

  const call = (value: Observation, over: object = {}) =>
    messageOf('lab.critical.alert', { data: { resource: value, related: [], details: {} }, ...over })

  it('is listed when its critical alert arrived first, with the same or a later timestamp', async () => {
    const [value, beside] = [potassium(6.9), potassium(4.4)]
    await receive('lab.critical.alert', call(value, { timestamp: '2026-11-20T20:00:01.000Z', eventId: `z-${newId()}` }))
    await receive('lab.result.available', result([beside, value], { timestamp: '2026-11-20T20:00:00.000Z' }))
    expect((await rowsOf()).map((row) => row.value).sort()).toEqual(['4.4', '6.9'])
    expect(await alertsOf()).toHaveLength(1)
  })

  it('is listed with its panel when a newer version of the report arrived first', async () => {
    const [value, beside] = [potassium(4.1), potassium(4.4)]
    const report = { id: newId() }
    const corrected = { ...value, status: 'corrected' as const, valueQuantity: { ...value.valueQuantity, value: 4.6 } }
    await receive(
      'lab.result.available',
      result([corrected], { timestamp: '2026-11-20T21:00:00.000Z' }, { ...report, status: 'corrected' }),
    )
    await receive('lab.result.available', result([value, beside], { timestamp: '2026-11-20T20:00:00.000Z' }, report))
    expect((await rowsOf()).map((row) => row.value).sort()).toEqual(['4.4', '4.6'])
  })

  it('gets a flag from its reference range, and keeps a flag set by the laboratory', async () => {
    const high = potassium(5.6, { referenceRange: [{ low: { value: 3.5 }, high: { value: 5.1 } }] })
    const lab = potassium(4.4, {
      interpretation: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: 'A' }] }],
    })
    await receive('lab.result.available', result([high, lab]))
    const rows = await rowsOf()
    expect(new Map(rows.map(({ value, flag }) => [value, flag]))).toEqual(
      new Map([
        ['5.6', 'H'],
        ['4.4', 'A'],
      ]),
    )
  })
})

it('a prescription of another system appears in the verification queue', async () => {
  const { meta: _none, ...request } = samples.samplePrescription()
  const id = newId()
  const data = { resource: { ...request, id, subject: about() }, related: [], details: {} }
  await receive('pharmacy.medication.prescribed', messageOf('pharmacy.medication.prescribed', { data }))
  const queue = await ward.omar.pharmacy.queue({})
  expect(queue.rows.some((row) => row.id === id)).toBe(true)
})

describe('a device alarm', () => {
  const alarm = (priority: 'stat' | 'urgent' | 'routine', id = newId()) => {
    const { meta: _none, ...sample } = anEvent('device.alert.triggered').resource
    const resource = { ...sample, id, subject: about(), priority }
    const details = { deviceId: 'dv-1', notify: [{ userId: 'u-huda', name: 'Huda Osman' }] }
    return messageOf('device.alert.triggered', { source: 'device-integration-service', data: { resource, related: [], details } })
  }

  it('of high priority notifies the treating staff once and is acknowledged like any other alert', async () => {
    const id = newId()
    await receive('device.alert.triggered', alarm('stat', id))
    await receive('device.alert.triggered', alarm('stat', id))
    const [row, ...more] = await alertsOf()
    expect([row, more]).toMatchObject([{ kind: 'device', urgent: true, display: 'Bedside monitor 12', value: 'Asystole' }, []])
    expect(row?.notify.map(({ userId }) => userId)).toEqual(['u-amal'])
    const mine = () => ward.amal.alerts.list({}).then(({ rows }) => rows.find(({ id: rowId }) => rowId === row?.id))
    expect(await mine()).toMatchObject({ state: 'raised' })
    await ward.huda.alerts.acknowledge({ commandId: commandId(), alertId: row?.id ?? '' })
    expect(await mine()).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: 'Huda Osman' } })
  })

  it('of medium priority is listed in the chart without notification; of low priority is only recorded', async () => {
    await receive('device.alert.triggered', alarm('urgent'))
    await receive('device.alert.triggered', alarm('routine'))
    expect(await alertsOf()).toMatchObject([{ kind: 'device', urgent: false, notify: [], state: 'raised' }])
  })
})

it.each(['before', 'after'])(
  'a critical vital sign of a monitor raises one alert when recorded %s the alert of the monitor',
  async (when) => {
    const { meta: _none, ...vital } = samples.sampleVital()
    const saturation: Observation = {
      ...vital,
      id: newId(),
      subject: about(),
      code: { coding: [{ system: 'http://loinc.org', code: '59408-5' }], text: 'SpO2' },
      valueQuantity: { value: 84, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
    }
    const data = { resource: saturation, related: [], details: {} }
    const source = 'device-integration-service'
    const call = () =>
      receive('lab.critical.alert', messageOf('lab.critical.alert', { source, data, timestamp: '2026-11-20T20:00:01.000Z' }))
    if (when === 'after') await call()
    await receive(
      'encounter.vitals.recorded',
      messageOf('encounter.vitals.recorded', { source, data, timestamp: '2026-11-20T20:00:00.000Z' }),
    )
    if (when === 'before') await call()
    expect(await alertsOf()).toMatchObject([{ value: '84' }])
    const { rows } = await ward.amal.vitals.list({ patientId: patient.patientId })
    expect(JSON.stringify(rows)).toContain('84')
  },
)

it('a patient admitted by another system is in the census of the unit until discharge', async () => {
  const { meta: _none, ...sample } = samples.samplePatient()
  const patientId = newId()
  const registered = { ...sample, id: patientId, identifier: [] }
  await receive(
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
  const publish = (type: 'encounter.started' | 'encounter.completed', resource: object, at: string) =>
    receive(type, aMessage(type, { eventId: newId(), patientId, timestamp: at, data: { resource, related: [], details: {} } }))
  await publish('encounter.started', encounter, '2026-11-20T09:00:00.000Z')
  const census = async () => (await ward.amal.patients.search({ unitId: unitIdSchema.parse('ward-3'), query: '' })).rows.map(({ id }) => id)
  expect(await census()).toContain(patientId)
  await publish('encounter.completed', { ...encounter, status: 'finished' }, '2026-11-21T09:00:00.000Z')
  expect(await census()).not.toContain(patientId)
})

it('a warning about a prescription that is not on record yet is retried', async () => {
  const { meta: _none, ...request } = samples.samplePrescription()
  const id = newId()
  const issue = (aMessage('pharmacy.interaction.alert').data as { resource: Record<string, unknown> }).resource
  const implicated = [referTo('MedicationRequest', id)]
  const warning = messageOf('pharmacy.interaction.alert', {
    data: { resource: { ...issue, id: newId(), patient: about(), implicated }, related: [], details: {} },
  })
  expect(await rejection(receive('pharmacy.interaction.alert', warning))).toEqual({ reason: 'unknown-medicine', isRetryable: true })
  const data = { resource: { ...request, id, subject: about() }, related: [], details: {} }
  await receive('pharmacy.medication.prescribed', messageOf('pharmacy.medication.prescribed', { data }))
  expect(await receive('pharmacy.interaction.alert', warning)).toBe('taken')
})
