import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { declarationOf, eventNamed, eventTypes } from '../catalog/index.ts'
import { inboundSubjectOf, inboundSubjects } from '../nats-subjects.ts'
import { aMessage, samples } from '../testing/index.ts'
import { MOST_BYTES, publishedEventSchema, type RefusalReason, readPublished } from './published-event.ts'
import { inboundTypes, isInbound, mayPublish, publishers } from './publishers.ts'

const read = (subject: string, message: unknown) => readPublished(subject, new TextEncoder().encode(JSON.stringify(message)))
const result = aMessage('lab.result.available')
const dataOf = (message: Record<string, unknown>) => message.data as { resource: object; related: object[]; details: object }

describe.each(inboundTypes)('%s from outside', (type) => {
  it('is let in as the catalogue has it, under each of its names', () => {
    for (const name of [type, ...declarationOf(type).aliases]) {
      const { event, refused } = read(inboundSubjectOf(type), aMessage(type, { eventType: name }))
      expect(refused).toBeNull()
      expect(event?.eventType).toBe(type)
    }
  })

  it('comes on a subject that is listened to', () => {
    const subject = inboundSubjectOf(type)
    expect(inboundSubjects.some((known) => known === subject || (known.endsWith('.>') && subject.startsWith(known.slice(0, -1))))).toBe(
      true,
    )
    expect(eventNamed(subject)).toBe(type)
  })

  it('need not know the whole payload', () => {
    const { resource, related } = dataOf(aMessage(type))
    expect(read(inboundSubjectOf(type), aMessage(type, { data: { resource, related } })).refused).toBeNull()
  })
})

describe('a message that is not let in says why', () => {
  const { resource, related, details } = dataOf(result)
  const other = { ...samples.sampleObservation(), subject: { reference: 'Patient/p-other' } }
  const cases: readonly [string, RefusalReason, Record<string, unknown>][] = [
    ['an event nobody knows', 'unknown-event', { eventType: 'weather.changed' }],
    ['an act of a person signed in here', 'not-from-outside', { eventType: 'pharmacy.prescription.verified' }],
    ['an acknowledgement', 'not-from-outside', { eventType: 'alert.acknowledged' }],
    ['another event than its subject', 'other-subject', aMessage('lab.order.created')],
    ['a service that has no business with it', 'not-authorised', { source: 'pharmacy-service' }],
    ['a service nobody knows', 'not-authorised', { source: 'toString' }],
    ['a field nobody knows', 'malformed', { priority: 'high' }],
    ['no patient', 'malformed', { patientId: null }],
    ['a time that is none', 'malformed', { timestamp: 'yesterday' }],
    ['an id with a blank', 'malformed', { eventId: 'a b' }],
    ['a form of message of another age', 'malformed', { version: '2.0' }],
    ['another kind of resource', 'malformed', { data: { resource: samples.samplePatient(), related, details } }],
    ['a resource without an id', 'malformed', { data: { resource: { ...resource, id: undefined }, related, details } }],
    ['a companion that could change a name', 'malformed', { data: { resource, related: [samples.samplePatient()], details } }],
    ['another patient in what comes along', 'malformed', { data: { resource, related: [other], details } }],
    ['details nobody knows', 'malformed', { data: { resource, related, details: { urgent: true } } }],
    ['details of another shape', 'malformed', { data: { resource, related, details: { orderId: 7 } } }],
  ]
  it.each(cases)('%s: %s', (_, reason, over) => {
    expect(read('lab.result.available', { ...result, ...over }).refused?.reason).toBe(reason)
  })

  it('no JSON, and more than a message holds', () => {
    expect(readPublished('lab.result.available', new TextEncoder().encode('{')).refused?.reason).toBe('not-json')
    expect(readPublished('lab.result.available', new Uint8Array(MOST_BYTES + 1)).refused?.reason).toBe('too-large')
  })

  it('without quoting what the message says', () => {
    const { refused } = read('lab.result.available', { ...result, userName: 7, patientMRN: 'x'.repeat(200), eventId: 'SECRET NAME' })
    expect(refused?.detail).toContain('patientMRN')
    expect(refused?.detail).not.toMatch(/SECRET|xxx/)
  })

  it('whatever bytes come (never throws)', () => {
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

it('the envelope of document 003 is taken as written there', () => {
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

describe('who may say what (document 003)', () => {
  const saying = (type: (typeof inboundTypes)[number]) => Object.keys(publishers).filter((source) => mayPublish(source, type))

  it('patients are the EHR’s and the gateway’s, compliance the two offices’, critical values the laboratory’s and the devices’', () => {
    for (const type of inboundTypes) {
      const { topic } = declarationOf(type)
      if (type === 'patient.created' || type === 'patient.updated') expect(saying(type)).toEqual(['ehr-service', 'gateway-service'])
      if (topic === 'patient') expect(['ehr-service', 'gateway-service']).toEqual(expect.arrayContaining(saying(type)))
      if (topic === 'sudan-compliance') expect(['audit-service', 'compliance-service']).toEqual(expect.arrayContaining(saying(type)))
    }
    expect(saying('lab.critical.alert')).toEqual(['lab-service', 'device-integration-service'])
  })

  it('acts of people who are signed in here, and rights, come from nobody outside', () => {
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
