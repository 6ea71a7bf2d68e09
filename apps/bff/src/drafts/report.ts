import { type Flag, flagFor, isCritical, type ReportedNumber, referTo, staff, systems } from '@wardline/events'
import type { DiagnosticReport, Observation, ServiceRequest } from 'fhir/r4'
import type { Analyte } from '../knowledge/analytes.ts'
import { interpretationOf } from '../knowledge/flags.ts'
import { rangeFor, rangeText } from '../knowledge/ranges.ts'
import { quantityOf } from '../knowledge/reported-number.ts'
import { type Critical, criticalIn, thresholdFor } from '../knowledge/thresholds.ts'
import { type Authorship, patientOf } from './authorship.ts'

/** A value with everything that follows from it and the patient: interval, flag, critical limit. */
export interface JudgedValue {
  readonly analyte: Analyte
  readonly value: ReportedNumber
  readonly note: string | null
  readonly flag: Flag | null
  readonly critical: Critical | null
  readonly range: { readonly low: number | null; readonly high: number | null } | null
}

/** Flags are computed from interval and table, never typed (LAB-6). */
export function judge(
  analyte: Analyte,
  value: ReportedNumber,
  whose: Authorship['subject'],
  collectedAt: string,
  note: string | null,
): JudgedValue {
  const range = rangeFor(analyte, whose, collectedAt)
  const critical = criticalIn(value, thresholdFor(analyte.code, analyte.ucum, whose, collectedAt))
  return { analyte, value, note, range, critical, flag: flagFor(value, range, critical?.flag ?? null) }
}

export const isCriticalValue = ({ flag }: JudgedValue): boolean => isCritical(flag)

interface ObservationDraft extends Authorship {
  readonly observationId: string
  readonly judged: JudgedValue
  readonly order: ServiceRequest | null
  readonly specimenId: string | null
  readonly collectedAt: string
  readonly status: 'preliminary' | 'final'
}

export function draftObservation({
  observationId,
  judged,
  order,
  specimenId,
  collectedAt,
  status,
  subject,
  by,
  at,
}: ObservationDraft): Observation {
  const { analyte, value, range, flag, note } = judged
  return {
    resourceType: 'Observation',
    id: observationId,
    status,
    category: [{ coding: [{ system: systems.observationCategory, code: 'laboratory' }] }],
    code: { coding: [{ system: systems.loinc, code: analyte.code, display: analyte.display }], text: analyte.display },
    subject: patientOf(subject),
    ...(order ? { basedOn: [referTo('ServiceRequest', order.id ?? '')] } : {}),
    ...(specimenId ? { specimen: referTo('Specimen', specimenId) } : {}),
    effectiveDateTime: collectedAt,
    issued: at,
    performer: [staff(by)],
    valueQuantity: quantityOf(value, analyte.unit, analyte.ucum),
    ...(flag ? { interpretation: [interpretationOf(flag)] } : {}),
    ...(range ? { referenceRange: [referenceRange(range, analyte)] } : {}),
    ...(note ? { note: [{ text: note, time: at, authorReference: staff(by) }] } : {}),
  }
}

const referenceRange = (range: NonNullable<JudgedValue['range']>, { unit, ucum, decimals }: Analyte) => ({
  ...(range.low === null ? {} : { low: { value: range.low, unit, system: systems.ucum, code: ucum } }),
  ...(range.high === null ? {} : { high: { value: range.high, unit, system: systems.ucum, code: ucum } }),
  text: rangeText(range, decimals),
})

interface ReportDraft extends Authorship {
  readonly reportId: string
  readonly order: ServiceRequest
  readonly observations: readonly Observation[]
  readonly collectedAt: string
  readonly status: 'preliminary' | 'final'
}

/** The report of an order: named like the order, its values by reference. */
export const draftReport = ({ reportId, order, observations, collectedAt, status, subject, by, at }: ReportDraft): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  id: reportId,
  status,
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB', display: 'Laboratory' }] }],
  code: order.code ?? { text: 'Laboratory report' },
  subject: patientOf(subject),
  basedOn: [referTo('ServiceRequest', order.id ?? '')],
  effectiveDateTime: collectedAt,
  issued: at,
  performer: [staff(by)],
  result: observations.map((observation) => referTo('Observation', observation.id ?? '')),
})
