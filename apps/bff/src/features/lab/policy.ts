import { type Collected, categoryOf, exceedsDelta, type FulfilmentStep, fulfilmentSteps, reportedIn, stepOf } from '@wardline/events'
import type { Observation, ServiceRequest, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import { answerText, isWorded, type Judged, type JudgedAnswer, type JudgedValue } from '../../fhir-builders/results/report.ts'
import { deltaLimitOf } from '../../reference-data/laboratory/delta-limits.ts'
import type { Bench } from './work-item.ts'

const inState = (order: ServiceRequest, task: Task | null) => ({
  status: order.status,
  step: stepOf(task),
  by: task?.owner?.display ?? null,
  at: task?.lastModified ?? null,
})

/** The bench works on standing laboratory orders only; a revoked one tells who stopped it. */
export function mustBeOnBench(order: ServiceRequest | null, task: Task | null): asserts order is ServiceRequest {
  if (!order || categoryOf(order) !== 'laboratory') throw new Refusal('NOT_FOUND')
  if (order.status !== 'active') throw new Refusal('NOT_IN_THIS_STATE', inState(order, task))
}

/** Steps only go forward: a received specimen is not collected again by the next click. */
export function mayAdvance(order: ServiceRequest, task: Task | null, step: FulfilmentStep): void {
  if (fulfilmentSteps.indexOf(step) > fulfilmentSteps.indexOf(stepOf(task))) return
  throw new Refusal('NOT_IN_THIS_STATE', inState(order, task))
}

/** Every result is asked for by this order, once, and in the form it has: a number is no answer in words. */
export function mustBeAsked(
  values: readonly string[],
  answers: readonly string[],
  { sheet, worded }: Pick<Bench, 'sheet' | 'worded'>,
): void {
  const codes = [...values, ...answers]
  if (codes.length === 0) throw new Refusal('INVALID_INPUT', { field: 'values', rule: 'at least one result' })
  const strange = [
    ...values.filter((code) => !sheet.some((analyte) => analyte.code === code)),
    ...answers.filter((code) => !worded.some((test) => test.code === code)),
  ]
  if (strange.length) throw new Refusal('INVALID_INPUT', { codes: strange, rule: 'not on the sheet of this order' })
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index)
  if (twice.length) throw new Refusal('INVALID_INPUT', { codes: twice, rule: 'given twice' })
}

/** Outside what the analyser can report a value is a slip of the keyboard (LAB-5). */
export function mustBeMeasurable(values: readonly JudgedValue[]): void {
  const impossible = values
    .filter(({ analyte, value }) => value.value < analyte.technical[0] || value.value > analyte.technical[1])
    .map(({ analyte, value }) => ({ code: analyte.code, value: value.text, technical: analyte.technical }))
  if (impossible.length) throw new Refusal('OUT_OF_LIMITS', { values: impossible })
}

/** An answer is one of those offered, and says which organism where it says nothing without. */
export function mustBeAnswers(
  answers: readonly JudgedAnswer[],
  asked: readonly { readonly code: string; readonly answer: string | null }[],
): void {
  for (const { test, answer, words } of answers) {
    const wanted = asked.find(({ code }) => code === test.code)?.answer ?? null
    if (wanted !== (answer?.code ?? null))
      throw new Refusal('INVALID_INPUT', { code: test.code, field: 'answer', allowed: test.answers.map(({ code }) => code) })
    if (words === null && (answer === null || answer.needsWords)) throw new Refusal('INVALID_INPUT', { code: test.code, field: 'words' })
  }
}

const said = (judged: Judged) =>
  isWorded(judged)
    ? { code: judged.test.code, display: judged.test.display, value: answerText(judged), unit: null }
    : { code: judged.analyte.code, display: judged.analyte.display, value: judged.value.text, unit: judged.analyte.unit }

/** A critical value leaves the bench only after the technician confirmed it on the same specimen (LAB-5, LAB-8). */
export function mustBeConfirmed(values: readonly Judged[], confirmed: readonly string[]): void {
  const open = values
    .filter(({ critical }) => critical !== null)
    .map((judged) => ({ ...said(judged), ...judged.critical }))
    .filter(({ code }) => !confirmed.includes(code))
  if (open.length) throw new Refusal('CRITICAL_NEEDS_CONFIRMATION', { values: open })
}

/**
 * A value that moved far from the one before is held until somebody looked into it and says that it stands (LAB-5).
 * Answers the codes of those that did.
 */
export function mustStandAgainst(
  values: readonly JudgedValue[],
  { collectedAt, before }: { readonly collectedAt: string; readonly before: ReadonlyMap<string, Observation> },
  confirmed: readonly string[],
): readonly string[] {
  const moved = values.flatMap((judged) => {
    const { code, display, value, unit } = said(judged)
    const previous = collectedIn(before.get(code))
    const limit = deltaLimitOf(code)
    return exceedsDelta({ value, unit, collectedAt }, previous, limit) ? [{ code, display, value, unit, previous, limit }] : []
  })
  const open = moved.filter(({ code }) => !confirmed.includes(code))
  if (open.length) throw new Refusal('DELTA_NEEDS_CONFIRMATION', { values: open })
  return moved.map(({ code }) => code)
}

/** What a value is compared with: exact, in its unit, at its time. */
export function collectedIn(observation: Observation | undefined): Collected | null {
  const reported = observation && reportedIn(observation)
  const collectedAt = observation?.effectiveDateTime ?? observation?.issued
  return reported?.value && collectedAt ? { value: reported.value, unit: reported.unit, collectedAt } : null
}

/** Specimens are not taken in the future; the bench's clock may be a few minutes behind the ward's. */
export function mustBeCollected(collectedAt: string, now: Date): void {
  if (new Date(collectedAt).getTime() > now.getTime() + 5 * 60_000)
    throw new Refusal('INVALID_INPUT', { field: 'collectedAt', rule: 'in the future' })
}
