/*
 * Topics of events between systems: ten topics with a stream each, and sixteen partitions as a token of the subject
 * (document 003, decisions 1 and 2). Retention in days; seven years include leap days.
 */
const WEEK = 7
const MONTH = 30
const SEVEN_YEARS = 2557

const topic = (name: string, retentionDays: number) => ({
  stream: `${name}-events`,
  /** Subjects of the stream. */
  subjects: `clinical.${name}.>`,
  retentionDays,
})

export const topics = {
  clinical: topic('clinical', WEEK),
  patient: topic('patient', MONTH),
  medication: topic('medication', WEEK),
  lab: topic('lab', WEEK),
  device: topic('device', WEEK),
  appointment: topic('appointment', WEEK),
  billing: topic('billing', MONTH),
  audit: topic('audit', SEVEN_YEARS),
  alert: topic('alert', WEEK),
  'sudan-compliance': topic('sudan-compliance', SEVEN_YEARS),
} as const

export type EventTopic = keyof typeof topics
export const eventTopics = Object.keys(topics) as readonly EventTopic[]

/** Returns the stream of a topic: `lab` → `lab-events`. */
export const streamOf = (topicName: EventTopic): string => topics[topicName].stream

export const PARTITIONS = 16

/**
 * Returns the partition of a patient. All events of a patient are in one partition, so that parallel consumers keep their
 * order. FNV-1a, folded, because its low bits alone are poorly distributed. Events without a patient are in partition 0.
 */
export function partitionOf(patientId: string | null): number {
  if (patientId === null) return 0
  let hash = 0x811c9dc5
  for (let index = 0; index < patientId.length; index++) hash = Math.imul(hash ^ patientId.charCodeAt(index), 0x01000193)
  return ((hash >>> 16) ^ hash) & (PARTITIONS - 1)
}

/** Returns the subject token of a partition: `7` → `p07`. */
export const partitionToken = (partition: number): string => `p${String(partition).padStart(2, '0')}`
