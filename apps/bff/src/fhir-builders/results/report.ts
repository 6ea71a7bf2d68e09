import { type Check, extensions, type Flag, flagFor, type ReportedNumber, referTo, staff, systems, type WithId } from '@wardline/events'
import type { CodeableConcept, DiagnosticReport, Observation, ServiceRequest } from 'fhir/r4'
import type { Analyte } from '../../reference-data/laboratory/analytes.ts'
import type { AnswerOption, CodedTest } from '../../reference-data/laboratory/coded-results.ts'
import { interpretationOf } from '../../reference-data/laboratory/flags.ts'
import { rangeFor, rangeText } from '../../reference-data/laboratory/ranges.ts'
import { quantityOf } from '../../reference-data/laboratory/reported-number.ts'
import { type Critical, criticalIn, thresholdFor } from '../../reference-data/laboratory/thresholds.ts'
import { type Authorship, patientOf } from '../authorship.ts'

/** A measured value with reference interval, flag and critical limit for this patient. */
export interface InterpretedValue {
  readonly analyte: Analyte
  readonly value: ReportedNumber
  readonly note: string | null
  readonly flag: Flag | null
  readonly critical: Critical | null
  readonly range: { readonly low: number | null; readonly high: number | null } | null
}

/** Flags are computed from reference interval and critical limits, never entered (LAB-6). */
export function interpretValue(
  analyte: Analyte,
  value: ReportedNumber,
  subject: Authorship['subject'],
  collectedAt: string,
  note: string | null,
): InterpretedValue {
  const range = rangeFor(analyte, subject, collectedAt)
  const critical = criticalIn(value, thresholdFor(analyte.code, analyte.ucum, subject, collectedAt))
  return { analyte, value, note, range, critical, flag: flagFor(value, range, critical?.flag ?? null) }
}

/** A coded or text result: an answer option, free text, or both. */
export interface InterpretedAnswer {
  readonly test: CodedTest
  readonly answer: AnswerOption | null
  readonly words: string | null
  readonly note: string | null
  readonly flag: Flag | null
  readonly critical: Critical | null
}

export type InterpretedResult = InterpretedValue | InterpretedAnswer

export const isCoded = (interpreted: InterpretedResult): interpreted is InterpretedAnswer => 'test' in interpreted

/** Returns the result as text, e.g. `Growth: Escherichia coli`, `No growth`, or the free text. */
export const answerText = ({ answer, words }: Pick<InterpretedAnswer, 'answer' | 'words'>): string =>
  [answer?.display, words].filter(Boolean).join(': ')

/** Takes the flag from the answer option; free text alone has no flag. */
export function interpretAnswer(
  test: CodedTest,
  answer: AnswerOption | null,
  words: string | null,
  note: string | null,
): InterpretedAnswer {
  const critical: Critical | null = answer?.flag === 'AA' ? { flag: 'AA', limit: answer.display } : null
  return { test, answer, words, note, flag: answer?.flag ?? null, critical }
}

interface ObservationInput extends Authorship {
  readonly observationId: string
  readonly interpreted: InterpretedResult
  /** Checks that were confirmed on the specimen before release (LAB-5). */
  readonly checks?: readonly Check[]
  readonly order: WithId<ServiceRequest> | null
  readonly specimenId: string | null
  readonly collectedAt: string
  readonly status: 'preliminary' | 'final'
}

export function buildObservation({
  observationId,
  interpreted,
  order,
  specimenId,
  collectedAt,
  status,
  checks = [],
  subject,
  by,
  at,
}: ObservationInput): WithId<Observation> {
  const { flag, note } = interpreted
  return {
    resourceType: 'Observation',
    id: observationId,
    ...(checks.length ? { extension: checks.map((valueCode) => ({ url: extensions.confirmedCheck, valueCode })) } : {}),
    status,
    category: [{ coding: [{ system: systems.observationCategory, code: 'laboratory' }] }],
    code: nameOf(isCoded(interpreted) ? interpreted.test : interpreted.analyte),
    subject: patientOf(subject),
    ...(order ? { basedOn: [referTo('ServiceRequest', order.id)] } : {}),
    ...(specimenId ? { specimen: referTo('Specimen', specimenId) } : {}),
    effectiveDateTime: collectedAt,
    issued: at,
    performer: [staff(by)],
    ...(isCoded(interpreted) ? codedOrText(interpreted) : measuredValue(interpreted)),
    ...(flag ? { interpretation: [interpretationOf(flag)] } : {}),
    ...(note ? { note: [{ text: note, time: at, authorReference: staff(by) }] } : {}),
  }
}

const nameOf = ({ code, display }: { readonly code: string; readonly display: string }): CodeableConcept => ({
  coding: [{ system: systems.loinc, code, display }],
  text: display,
})

const measuredValue = ({ analyte, value, range }: InterpretedValue): Pick<Observation, 'valueQuantity' | 'referenceRange'> => ({
  valueQuantity: quantityOf(value, analyte.unit, analyte.ucum),
  ...(range ? { referenceRange: [referenceRange(range, analyte)] } : {}),
})

const codedOrText = (interpreted: InterpretedAnswer): Pick<Observation, 'valueCodeableConcept' | 'valueString'> =>
  interpreted.answer
    ? {
        valueCodeableConcept: {
          coding: [{ system: systems.snomed, code: interpreted.answer.code, display: interpreted.answer.display }],
          text: answerText(interpreted),
        },
      }
    : { valueString: answerText(interpreted) }

const referenceRange = (range: NonNullable<InterpretedValue['range']>, { unit, ucum, decimals }: Analyte) => ({
  ...(range.low === null ? {} : { low: { value: range.low, unit, system: systems.ucum, code: ucum } }),
  ...(range.high === null ? {} : { high: { value: range.high, unit, system: systems.ucum, code: ucum } }),
  text: rangeText(range, decimals),
})

interface ReportInput extends Authorship {
  readonly reportId: string
  /** null for a report without an order of this hospital. */
  readonly order: WithId<ServiceRequest> | null
  /** Code of a report whose order has none. */
  readonly code?: CodeableConcept
  readonly observations: readonly WithId<Observation>[]
  readonly collectedAt: string
  readonly status: 'preliminary' | 'final'
}

/** Builds the report of an order, with the order's code and references to its observations. */
export const buildReport = ({
  reportId,
  order,
  code,
  observations,
  collectedAt,
  status,
  subject,
  by,
  at,
}: ReportInput): WithId<DiagnosticReport> => ({
  resourceType: 'DiagnosticReport',
  id: reportId,
  status,
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB', display: 'Laboratory' }] }],
  code: order?.code ?? code ?? { text: 'Laboratory report' },
  subject: patientOf(subject),
  ...(order ? { basedOn: [referTo('ServiceRequest', order.id)] } : {}),
  effectiveDateTime: collectedAt,
  issued: at,
  performer: [staff(by)],
  result: observations.map(({ id }) => referTo('Observation', id)),
})
