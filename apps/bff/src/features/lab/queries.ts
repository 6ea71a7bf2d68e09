import {
  type DeltaLimit,
  displayTextOf,
  type FulfilmentStep,
  identifierOf,
  loincOf,
  type Priority,
  reportedIn,
  type Subject,
  stepOf,
  systems,
} from '@wardline/events'
import type { Observation } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import type { Analyte } from '../../reference-data/laboratory/analytes.ts'
import type { CodedTest } from '../../reference-data/laboratory/coded-results.ts'
import { deltaLimitOf } from '../../reference-data/laboratory/delta-limits.ts'
import { rangeFor, rangeText } from '../../reference-data/laboratory/ranges.ts'
import { thresholdFor, thresholds } from '../../reference-data/laboratory/thresholds.ts'
import { previousValues, readWorkItem, type WorkItem } from './work-item.ts'

/** One analyte of the work sheet, with everything needed to judge the entered value (LAB-4). */
export interface WorkSheetLine {
  readonly code: string
  readonly display: string
  readonly unit: string
  readonly decimals: number
  /** Technical limits of the analyser; values outside are refused. */
  readonly technical: readonly [number, number]
  readonly range: { readonly low: number | null; readonly high: number | null; readonly text: string } | null
  /** Critical below `low` and at or above `high`, for this patient's age. */
  readonly critical: { readonly low: number | null; readonly high: number | null } | null
  readonly previous: PreviousResult | null
  /** Limit of the delta check (LAB-5). */
  readonly delta: DeltaLimit | null
  /** Preliminary result already released. */
  readonly entered: EnteredResult | null
}

export interface PreviousResult {
  readonly value: string
  readonly unit: string | null
  readonly flag: string | null
  readonly collectedAt: string
}

export interface EnteredResult {
  readonly value: string
  readonly flag: string | null
  readonly note: string | null
  readonly status: string
}

/** A test with a coded result, a text result, or both. */
export interface CodedTestLine extends CodedTest {
  readonly previous: PreviousResult | null
  readonly entered: EnteredResult | null
}

export interface WorkSheet {
  readonly orderId: string
  readonly display: string
  readonly patient: Subject
  readonly priority: Priority
  readonly status: string
  readonly step: FulfilmentStep
  readonly accession: string | null
  readonly specimen: string | null
  readonly collectedAt: string | null
  readonly orderedBy: string | null
  readonly orderedAt: string | null
  readonly lines: readonly WorkSheetLine[]
  readonly codedTests: readonly CodedTestLine[]
  /** Version of the table of critical limits. */
  readonly thresholds: string
}

function enteredOf(observation: Observation | undefined): EnteredResult | null {
  if (!observation) return null
  const { value, flag } = reportedIn(observation)
  return { value: value ?? '', flag, note: observation.note?.[0]?.text ?? null, status: observation.status }
}

function previousOf(observation: Observation | undefined): PreviousResult | null {
  if (!observation) return null
  const { value, unit, flag } = reportedIn(observation)
  return value === null ? null : { value, unit, flag, collectedAt: observation.effectiveDateTime ?? observation.issued ?? '' }
}

function lineOf(
  analyte: Analyte,
  patient: Subject,
  at: string,
  before: Observation | undefined,
  entered: Observation | undefined,
): WorkSheetLine {
  const range = rangeFor(analyte, patient, at)
  const limits = thresholdFor(analyte.code, analyte.ucum, patient, at)
  return {
    code: analyte.code,
    display: analyte.display,
    unit: analyte.unit,
    decimals: analyte.decimals,
    technical: analyte.technical,
    range: range && { low: range.low, high: range.high, text: rangeText(range, analyte.decimals) },
    critical: limits && { low: limits.low, high: limits.high },
    previous: previousOf(before),
    delta: deltaLimitOf(analyte.code),
    entered: enteredOf(entered),
  }
}

const collectedAt = ({ specimen, report }: WorkItem): string | null =>
  specimen?.collection?.collectedDateTime ?? report?.effectiveDateTime ?? null

export async function workSheet(ctx: AuthenticatedContext, orderId: string): Promise<WorkSheet> {
  const workItem = await readWorkItem(ctx, orderId)
  const { order, permit, sheet, codedTests, task, specimen, entered } = workItem
  const enteredFor = (code: string) => entered.find((observation) => loincOf(observation) === code)
  if (!permit.subject) throw new Error('This permit has no patient.')
  const patient = permit.subject
  const at = collectedAt(workItem) ?? ctx.now().toISOString()
  const previous = await previousValues(ctx, workItem)
  await ctx.audit.recordRead(patient.patientId, [
    `ServiceRequest/${orderId}`,
    ...[...previous.values()].map(({ id }) => `Observation/${id}`),
  ])
  return {
    orderId,
    display: displayTextOf(order.code) ?? '',
    patient,
    priority: order.priority ?? 'routine',
    status: order.status,
    step: stepOf(task),
    accession: identifierOf(order.identifier, systems.accession),
    specimen: specimen?.type?.text ?? workItem.orderable?.detail ?? null,
    collectedAt: collectedAt(workItem),
    orderedBy: order.requester?.display ?? null,
    orderedAt: order.authoredOn ?? null,
    lines: sheet.map((analyte) => lineOf(analyte, patient, at, previous.get(analyte.code), enteredFor(analyte.code))),
    codedTests: codedTests.map((test) => ({
      ...test,
      previous: previousOf(previous.get(test.code)),
      entered: enteredOf(enteredFor(test.code)),
    })),
    thresholds: thresholds.version,
  }
}
