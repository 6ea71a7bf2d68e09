import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { declarationOf, eventNamed, eventTypes } from '../catalog/index.ts'
import { inboundSubjectOf, inboundSubjects } from '../nats-subjects.ts'
import { aMessage, samples } from '../testing/index.ts'
import { MAX_MESSAGE_BYTES, publishedEventSchema, type RefusalReason, readPublished } from './published-event.ts'
import { inboundTypes, isInbound, mayPublish, publishers } from './publishers.ts'

const read = (subject: string, message: unknown) => readPublished(subject, new TextEncoder().encode(JSON.stringify(message)))
const result = aMessage('lab.result.available')
const dataOf = (message: Record<string, unknown>) => message.data as { resource: object; related: object[]; details: object }

describe.each(inboundTypes)('an inbound %s', (type) => {
  it('is accepted under its type and each of its aliases', () => {
    for (const name of [type, ...declarationOf(type).aliases]) {
      const { event, refused } = read(inboundSubjectOf(type), aMessage(type, { eventType: name }))
      expect(refused).toBeNull()
      expect(event?.eventType).toBe(type)
    }
  })

  it('has a subject that is consumed', () => {
    const subject = inboundSubjectOf(type)
    expect(inboundSubjects.some((known) => known === subject || (known.endsWith('.>') && subject.startsWith(known.slice(0, -1))))).toBe(
      true,
    )
    expect(eventNamed(subject)).toBe(type)
  })

  it('is accepted without details', () => {
    const { resource, related } = dataOf(aMessage(type))
    expect(read(inboundSubjectOf(type), aMessage(type, { data: { resource, related } })).refused).toBeNull()
  })
})

describe('a refused message has a reason', () => {
  const { resource, related, details } = dataOf(result)
  const other = { ...samples.sampleObservation(), subject: { reference: 'Patient/p-other' } }
  const cases: readonly [string, RefusalReason, Record<string, unknown>][] = [
    ['an unknown event type', 'unknown-event', { eventType: 'weather.changed' }],
    ['an action of a signed-in user', 'not-from-outside', { eventType: 'pharmacy.prescription.verified' }],
    ['an acknowledgement', 'not-from-outside', { eventType: 'alert.acknowledged' }],
    ['an event type other than its subject', 'other-subject', aMessage('lab.order.created')],
    ['a service without permission for the event type', 'not-authorised', { source: 'pharmacy-service' }],
    ['an unknown service', 'not-authorised', { source: 'toString' }],
    ['an unknown field', 'malformed', { priority: 'high' }],
    ['a missing patient', 'malformed', { patientId: null }],
    ['an invalid timestamp', 'malformed', { timestamp: 'yesterday' }],
    ['an id with a blank', 'malformed', { eventId: 'a b' }],
    ['an unsupported message version', 'malformed', { version: '2.0' }],
    ['another resource type', 'malformed', { data: { resource: samples.samplePatient(), related, details } }],
    ['a resource without an id', 'malformed', { data: { resource: { ...resource, id: undefined }, related, details } }],
    ['a related resource type that is not allowed', 'malformed', { data: { resource, related: [samples.samplePatient()], details } }],
    ['a related resource of another patient', 'malformed', { data: { resource, related: [other], details } }],
    ['unknown details', 'malformed', { data: { resource, related, details: { urgent: true } } }],
    ['details of the wrong type', 'malformed', { data: { resource, related, details: { orderId: 7 } } }],
  ]
  it.each(cases)('%s: %s', (_, reason, over) => {
    expect(read('lab.result.available', { ...result, ...over }).refused?.reason).toBe(reason)
  })

  it('invalid JSON and oversized messages are refused', () => {
    expect(readPublished('lab.result.available', new TextEncoder().encode('{')).refused?.reason).toBe('not-json')
    expect(readPublished('lab.result.available', new Uint8Array(MAX_MESSAGE_BYTES + 1)).refused?.reason).toBe('too-large')
  })

  it('the detail never quotes the message', () => {
    const { refused } = read('lab.result.available', { ...result, userName: 7, patientMRN: 'x'.repeat(200), eventId: 'SECRET NAME' })
    expect(refused?.detail).toContain('patientMRN')
    expect(refused?.detail).not.toMatch(/SECRET|xxx/)
  })

  it('arbitrary bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 40 }), (bytes, subject) => {
        expect(readPublished(subject, bytes).event).toBeNull()
      }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(result)), fc.jsonValue(), (field, value) => {
        readPublished('lab.result.available', new TextEncoder().encode(JSON.stringify({ ...result, [field]: value })))
      }),
    )
  })
})

it('the example envelope of document 003 is accepted', () => {
  const { data } = aMessage('patient.created')
  const written = {
    eventId: 'evt-123-456-789',
    eventType: 'patient_registered',
    timestamp: '2024-10-08T10:30:45.123Z',
    version: '1.0',
    patientId: 'p-jane',
    patientMRN: 'MRN-12345',
    facilityId: 'khartoum-hospital-uuid',
    tenantId: 'sudan-ministry-uuid',
    sudanState: 'Khartoum',
    userId: 'user-uuid',
    userName: 'Dr. Ahmed Hassan',
    userRole: 'physician',
    source: 'ehr-service',
    correlationId: 'vital-signs-session-123',
    data,
  }
  expect(publishedEventSchema.parse(written).eventType).toBe('patient.created')
})

describe('authorised publishers (document 003)', () => {
  const sourcesOf = (type: (typeof inboundTypes)[number]) => Object.keys(publishers).filter((source) => mayPublish(source, type))

  it('patients come from EHR and gateway, compliance from audit and compliance, critical values from laboratory and devices', () => {
    for (const type of inboundTypes) {
      const { topic } = declarationOf(type)
      if (type === 'patient.created' || type === 'patient.updated') expect(sourcesOf(type)).toEqual(['ehr-service', 'gateway-service'])
      if (topic === 'patient') expect(['ehr-service', 'gateway-service']).toEqual(expect.arrayContaining(sourcesOf(type)))
      if (topic === 'sudan-compliance') expect(['audit-service', 'compliance-service']).toEqual(expect.arrayContaining(sourcesOf(type)))
    }
    expect(sourcesOf('lab.critical.alert')).toEqual(['lab-service', 'device-integration-service'])
  })

  it('actions of signed-in users and access rights are never inbound', () => {
    const own = eventTypes.filter((type) => !isInbound(type))
    expect(own).toEqual(
      expect.arrayContaining([
        'alert.acknowledged',
        'lab.result.reviewed',
        'pharmacy.prescription.verified',
        'pharmacy.prescription.claimed',
        'patient.careteam.changed',
      ]),
    )
    for (const kind of ['Task', 'CareTeam', 'Practitioner']) {
      const message = aMessage('fhir.resource.created', { data: { resource: { resourceType: kind, id: 'x' } } })
      expect(read('fhir_resource_created', message).refused?.reason).toBe('malformed')
    }
  })
})
