/**
 * Where events stand between systems: ten topics as ten streams, sixteen partitions as a token of the subject
 * (document 003, decisions 1 and 2).
 */
/* Days. Seven years have their leap days with them. */
const WEEK = 7
const MONTH = 30
const SEVEN_YEARS = 2557

const topic = (name: string, retentionDays: number) => ({
  stream: `${name}-events`,
  /** Every subject that the stream keeps. */
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

/** The stream that keeps a topic: `lab` → `lab-events`. */
export const streamOf = (of: EventTopic): string => topics[of].stream

export const PARTITIONS = 16

/**
 * Everything of one patient is in one partition, so that their order survives many readers. FNV-1a, folded, because
 * its low bits alone spread badly. What concerns no patient is in the first.
 */
export function partitionOf(patientId: string | null): number {
  if (patientId === null) return 0
  let hash = 0x811c9dc5
  for (let at = 0; at < patientId.length; at++) hash = Math.imul(hash ^ patientId.charCodeAt(at), 0x01000193)
  return ((hash >>> 16) ^ hash) & (PARTITIONS - 1)
}

/** `7` → `p07`. */
export const partitionToken = (partition: number): string => `p${String(partition).padStart(2, '0')}`
