import { type InboundType, inboundTypes, needsPatient, type WithId } from '@wardline/events'
import { aMessage, randomFrom, samples } from '@wardline/events/testing'
import type { Observation } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { newId } from '../../commands/ids.ts'
import {
  about,
  admitAnother,
  type Message,
  messageOf,
  patient,
  potassium,
  receive,
  result,
  rowsOf,
  useInboundWard,
  ward,
} from '../../testing/inbound-harness.ts'
import { Rejected } from './rejection.ts'

useInboundWard()

describe('every inbound event type', () => {
  it.each(inboundTypes)('%s is recorded once, as specified in the catalog', async (type) => {
    const example = aMessage(type)
    const { resource, related, details } = example.data as { resource: { id: string }; related: { id: string }[]; details: object }
    // New ids, and references to the sample patient replaced by the test patient.
    const text = JSON.stringify({
      resource: { ...resource, id: newId() },
      related: related.map((one) => ({ ...one, id: newId() })),
      details,
    })
    const data = JSON.parse(text.replaceAll('p-jane', patient.patientId))
    for (const { reference } of data.resource.implicated ?? []) {
      const request = { ...samples.samplePrescription(), meta: undefined, id: reference.split('/')[1], subject: about() }
      if (await ward.resources.read('MedicationRequest', request.id)) continue
      const prescriptionData = { resource: request, related: [], details: {} }
      await receive('pharmacy.medication.prescribed', messageOf('pharmacy.medication.prescribed', { data: prescriptionData }))
    }
    if (type === 'patient.updated') data.resource.id = patient.patientId
    const messagePatientId = type === 'patient.created' ? data.resource.id : needsPatient(type) ? patient.patientId : null
    const message = messageOf(type, { data, patientId: messagePatientId })
    expect(await receive(type, message)).toBe('taken')
    expect(await receive(type, message)).toMatch(/taken|outdated/)
    expect(await ward.deadLetters.list()).toEqual([])
  })
})

it('RT2: messages in any order, with repeats, result in the same record', async () => {
  const [value, beside] = [potassium(4), potassium(5)]
  const ids = { report: newId(), condition: newId() }
  const { meta: _none, ...sample } = samples.sampleCondition()
  const condition = { ...sample, id: ids.condition, subject: about() }
  const at = (minute: number) => `2026-11-20T20:${String(minute).padStart(2, '0')}:00.000Z`
  const withAmount = (amount: number) => ({ ...value, valueQuantity: { ...value.valueQuantity, value: amount } })
  const labReport = (minute: number, amount: number, status: 'preliminary' | 'final' | 'corrected', ...more: WithId<Observation>[]) =>
    [
      'lab.result.available',
      result([{ ...withAmount(amount), status }, ...more], { timestamp: at(minute) }, { id: ids.report, status }),
    ] as const
  const messages: (readonly [InboundType, Message])[] = [
    labReport(1, 4.0, 'preliminary', beside),
    labReport(2, 4.2, 'final'),
    labReport(3, 4.4, 'corrected'),
    [
      'lab.critical.alert',
      messageOf('lab.critical.alert', { timestamp: at(3), data: { resource: withAmount(4.4), related: [], details: {} } }),
    ],
    ['diagnosis.added', messageOf('diagnosis.added', { timestamp: at(4), data: { resource: condition, related: [], details: {} } })],
    [
      'diagnosis.updated',
      messageOf('diagnosis.updated', {
        timestamp: at(5),
        data: { resource: { ...condition, note: [{ text: 'seen' }] }, related: [], details: {} },
      }),
    ],
  ]
  const finalState = async (seed: number) => {
    await admitAnother()
    const chance = randomFrom(seed)
    const renamed = JSON.parse(
      JSON.stringify(messages)
        .replaceAll(ids.report, newId())
        .replaceAll(ids.condition, newId())
        .replaceAll(value.id, newId())
        .replaceAll(beside.id, newId()),
    )
    const shuffled = [...renamed, ...renamed].map(([type, message]: [InboundType, Message]) => ({ type, message, order: chance.next() }))
    for (const { type, message } of shuffled.toSorted((a, b) => a.order - b.order)) {
      const text = JSON.stringify({ ...message, patientId: patient.patientId, eventId: `${message.eventId}.${seed}` }).replaceAll(
        /Patient\/[0-9a-f-]{36}/g,
        `Patient/${patient.patientId}`,
      )
      await receive(type, JSON.parse(text)).catch((error) => {
        // An update that arrives first creates the resource; the later creation is rejected.
        if (!(error instanceof Rejected)) throw error
      })
    }
    const results = (await rowsOf()).map((row) => row.value).sort()
    const problems = (await ward.amal.problems.list({ patientId: patient.patientId })).rows.length
    return { results, problems }
  }
  const first = await finalState(1)
  expect(first).toEqual({ results: ['4.4', '5'], problems: 1 })
  for (let seed = 2; seed <= 12; seed++) expect(await finalState(seed)).toEqual(first)
})
