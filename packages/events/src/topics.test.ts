import { describe, expect, it } from 'vitest'
import { declarationOf, eventNamed, eventTypes } from './catalog/index.ts'
import { busSubjectOf, inboundSubjects, parseBusSubject } from './nats-subjects.ts'
import { anEvent, aSubject, randomFrom } from './testing/index.ts'
import { eventTopics, PARTITIONS, partitionOf, partitionToken, streamOf, topics } from './topics.ts'

const uuidFrom = (next: () => number) =>
  '01234567-89ab-7cde-8f01-xxxxxxxxxxxx'.replace(/[0-9a-fx]/g, () => Math.floor(next() * 16).toString(16))

describe('topics', () => {
  it('are the ten of document 003, each with its own stream and retention', () => {
    expect(eventTopics.map((topic) => [streamOf(topic), topics[topic].retentionDays])).toEqual([
      ['clinical-events', 7],
      ['patient-events', 30],
      ['medication-events', 7],
      ['lab-events', 7],
      ['device-events', 7],
      ['appointment-events', 7],
      ['billing-events', 30],
      ['audit-events', 2557],
      ['alert-events', 7],
      ['sudan-compliance-events', 2557],
    ])
  })

  it.each(eventTypes)('have one stream for %s, and its subject can be parsed', (type) => {
    const chance = randomFrom(type.length)
    for (let n = 0; n < 50; n++) {
      const patientId = uuidFrom(chance.next) as ReturnType<typeof aSubject>['patientId']
      const subject = busSubjectOf(anEvent(type, { subject: aSubject({ patientId }) }))
      expect(parseBusSubject(subject)).toEqual({ topic: declarationOf(type).topic, partition: partitionOf(patientId), type })
      expect(eventTopics.filter((topic) => subject.startsWith(topics[topic].subjects.slice(0, -1)))).toEqual([declarationOf(type).topic])
    }
  })

  it('put events without a patient into the first partition', () => {
    expect(busSubjectOf({ type: 'fhir.resource.created', subject: null })).toBe('clinical.clinical.p00.fhir.resource.created')
  })
})

describe('subjects', () => {
  it.each([
    'clinical.lab.p16.lab.result.available',
    'clinical.alert.p01.lab.result.available',
    'clinical.lab.p1.lab.result.available',
    'lab.result.available',
    '',
  ])('are not parsed from the invalid subject "%s"', (subject) => expect(parseBusSubject(subject)).toBeNull())

  it('of inbound messages are distinct and never start with "clinical."', () => {
    for (const subject of inboundSubjects) expect(subject.startsWith('clinical.')).toBe(false)
    expect(new Set(inboundSubjects).size).toBe(inboundSubjects.length)
  })

  it('of one token are names of catalog events', () => {
    for (const subject of inboundSubjects.filter((name) => !name.endsWith('.>'))) expect(eventNamed(subject)).not.toBeNull()
  })
})

describe('partitions', () => {
  it('never change, because published events stay in their partition', () => {
    expect(['p-jane', '0190f6a0-0000-7000-8000-000000000001', ''].map(partitionOf)).toMatchInlineSnapshot(`
      [
        1,
        6,
        9,
      ]
    `)
    expect(partitionOf(null)).toBe(0)
    expect([0, 7, 15].map(partitionToken)).toEqual(['p00', 'p07', 'p15'])
  })

  it.each([1, 2, 3])('distribute patients evenly (seed %i)', (seed) => {
    const { next } = randomFrom(seed)
    const patients = 16_000
    const counts = new Array<number>(PARTITIONS).fill(0)
    for (let n = 0; n < patients; n++) {
      const partition = partitionOf(uuidFrom(next))
      counts[partition] = (counts[partition] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - patients / PARTITIONS)).toBeLessThan(150)
  })

  it('distribute patients whose ids differ in the last digits only', () => {
    const hit = new Set(Array.from({ length: 400 }, (_, n) => partitionOf(`0190f6a0-0000-7000-8000-${String(n).padStart(12, '0')}`)))
    expect(hit.size).toBe(PARTITIONS)
  })
})
