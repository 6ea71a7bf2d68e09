import { analyteOf, draftObservation, judge } from '@wardline/bff/in-process'
import { reportedNumber, type Subject } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import { staffNamed } from './people.ts'

export interface ResultInput {
  readonly subject: Subject
  /** LOINC. */
  readonly code: string
  /** As the analyser reported it. */
  readonly value: string
  readonly collectedAt: string
  readonly releasedAt: string
}

/** A final result that answers no order, with the flag and the reference range of the product's own tables. */
export function resultOf({ subject, code, value, collectedAt, releasedAt }: ResultInput): Observation {
  const analyte = analyteOf(code)
  if (!analyte) throw new Error(`Unknown analyte: ${code}`)
  const { userId, name } = staffNamed('lab.yusuf')
  return draftObservation({
    observationId: crypto.randomUUID(),
    interpreted: judge(analyte, reportedNumber(value), subject, collectedAt, null),
    order: null,
    specimenId: null,
    collectedAt,
    status: 'final',
    subject,
    by: { userId, name },
    at: releasedAt,
  })
}
