import { type ClinicalEvent, declarationOf, type EventType, eventTypes } from './catalog/index.ts'
import { type EventTopic, eventTopics, PARTITIONS, partitionOf, partitionToken } from './topics.ts'

/** Returns the subject an event is published on for other systems: `clinical.lab.p07.lab.result.available`. */
export const busSubjectOf = ({ type, subject }: Pick<ClinicalEvent, 'type' | 'subject'>): string =>
  `clinical.${declarationOf(type).topic}.${partitionToken(partitionOf(subject?.patientId ?? null))}.${type}`

export interface BusSubject {
  readonly topic: EventTopic
  readonly partition: number
  readonly type: EventType
}

/** Parses a published subject; null for any other. */
export function parseBusSubject(subject: string): BusSubject | null {
  const [, topicName, digits, name] = /^clinical\.([a-z-]+)\.p(\d\d)\.(.+)$/.exec(subject) ?? []
  const topic = eventTopics.find((known) => known === topicName)
  const type = eventTypes.find((known) => known === name)
  const partition = Number(digits)
  return topic && type && declarationOf(type).topic === topic && partition < PARTITIONS ? { topic, partition, type } : null
}

/** Subject prefixes of other systems; `clinical.>` is reserved for this system. */
const inboundPrefixes = ['lab', 'radiology', 'pharmacy', 'patient', 'encounter', 'device'] as const

/** Names of document 003 (`lab_result_available`) are single-token subjects. */
const isSnakeCase = (name: string) => /^[a-z]+(_[a-z]+)+$/.test(name)
const snakeNamesOf = (type: EventType) => declarationOf(type).aliases.filter(isSnakeCase)

/** Subjects other systems publish on: the dotted names of document 001 and the snake_case names of document 003. */
export const inboundSubjects: readonly string[] = [...inboundPrefixes.map((root) => `${root}.>`), ...eventTypes.flatMap(snakeNamesOf)]

/** Returns the subject for publishing an inbound event: its type under one of the prefixes, else its snake_case name. */
export function inboundSubjectOf(type: EventType): string {
  if (inboundPrefixes.some((root) => type.startsWith(`${root}.`))) return type
  const [name] = snakeNamesOf(type)
  if (!name) throw new Error(`${type} is not an inbound event type.`)
  return name
}
