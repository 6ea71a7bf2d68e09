import { type ClinicalEvent, declarationOf, type EventType, eventTypes } from './catalog/index.ts'
import { type EventTopic, eventTopics, PARTITIONS, partitionOf, partitionToken } from './topics.ts'

/** Where other systems find an event: `clinical.lab.p07.lab.result.available`. */
export const busSubjectOf = ({ type, subject }: Pick<ClinicalEvent, 'type' | 'subject'>): string =>
  `clinical.${declarationOf(type).topic}.${partitionToken(partitionOf(subject?.patientId ?? null))}.${type}`

export interface BusSubject {
  readonly topic: EventTopic
  readonly partition: number
  readonly type: EventType
}

/** What such a subject says; null for any other. */
export function parseBusSubject(subject: string): BusSubject | null {
  const [, topicName, digits, name] = /^clinical\.([a-z-]+)\.p(\d\d)\.(.+)$/.exec(subject) ?? []
  const topic = eventTopics.find((known) => known === topicName)
  const type = eventTypes.find((known) => known === name)
  const partition = Number(digits)
  return topic && type && declarationOf(type).topic === topic && partition < PARTITIONS ? { topic, partition, type } : null
}

/** Kinds of subject that belong to systems beside this one; `clinical.>` is ours alone and not among them. */
const roots = ['lab', 'radiology', 'pharmacy', 'patient', 'encounter', 'device'] as const

/** The names of document 003 (`lab_result_available`) are subjects of one token. */
const isSnakeCase = (name: string) => /^[a-z]+(_[a-z]+)+$/.test(name)
const snakeNamesOf = (type: EventType) => declarationOf(type).aliases.filter(isSnakeCase)

/** Where other systems may publish to this one: the dotted names of document 001 and the snake_case names of 003. */
export const inboundSubjects: readonly string[] = [...roots.map((root) => `${root}.>`), ...eventTypes.flatMap(snakeNamesOf)]

/** The subject a publisher says an event on: its own name where that is one of the inbound subjects, else its snake_case name. */
export function inboundSubjectOf(type: EventType): string {
  if (roots.some((root) => type.startsWith(`${root}.`))) return type
  const [name] = snakeNamesOf(type)
  if (!name) throw new Error(`${type} does not come from outside.`)
  return name
}
