import { type CollectedValue, categoryOf, exceedsDelta, type FulfilmentStep, fulfilmentSteps, reportedIn, stepOf } from '@wardline/events'
import type { Observation, ServiceRequest, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import {
  answerText,
  type InterpretedAnswer,
  type InterpretedResult,
  type InterpretedValue,
  isCoded,
} from '../../fhir-builders/results/report.ts'
import { deltaLimitOf } from '../../reference-data/laboratory/delta-limits.ts'
import type { WorkItem } from './work-item.ts'

const inState = (order: ServiceRequest, task: Task | null) => ({
  status: order.status,
  step: stepOf(task),
  by: task?.owner?.display ?? null,
  at: task?.lastModified ?? null,
})

/** Only active laboratory orders can be worked on; the refusal of a revoked one names who revoked it. */
export function mustBeActiveLabOrder(order: ServiceRequest | null, task: Task | null): asserts order is ServiceRequest {
  if (!order || categoryOf(order) !== 'laboratory') throw new Refusal('NOT_FOUND')
  if (order.status !== 'active') throw new Refusal('NOT_IN_THIS_STATE', inState(order, task))
}

/** Steps only advance: a received specimen cannot be marked as collected again. */
export function mayAdvance(order: ServiceRequest, task: Task | null, step: FulfilmentStep): void {
  if (fulfilmentSteps.indexOf(step) > fulfilmentSteps.indexOf(stepOf(task))) return
  throw new Refusal('NOT_IN_THIS_STATE', inState(order, task))
}

/** Every result must belong to this order, occur once, and have the test's form: numeric or coded. */
export function mustBeOrdered(
  values: readonly string[],
  answers: readonly string[],
  { sheet, codedTests }: Pick<WorkItem, 'sheet' | 'codedTests'>,
): void {
  const codes = [...values, ...answers]
  if (codes.length === 0) throw new Refusal('INVALID_INPUT', { field: 'values', rule: 'at least one result' })
  const unknown = [
    ...values.filter((code) => !sheet.some((analyte) => analyte.code === code)),
    ...answers.filter((code) => !codedTests.some((test) => test.code === code)),
  ]
  if (unknown.length) throw new Refusal('INVALID_INPUT', { codes: unknown, rule: 'not part of this order' })
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index)
  if (twice.length) throw new Refusal('INVALID_INPUT', { codes: twice, rule: 'repeated' })
}

/** A value outside the analyser's technical limits is a typing error (LAB-5). */
export function mustBeMeasurable(values: readonly InterpretedValue[]): void {
  const impossible = values
    .filter(({ analyte, value }) => value.value < analyte.technical[0] || value.value > analyte.technical[1])
    .map(({ analyte, value }) => ({ code: analyte.code, value: value.text, technical: analyte.technical }))
  if (impossible.length) throw new Refusal('OUT_OF_LIMITS', { values: impossible })
}

/** A coded result must be one of the test's codes, with a text where the code requires one, such as the organism. */
export function mustBeValidAnswers(
  answers: readonly InterpretedAnswer[],
  inputs: readonly { readonly code: string; readonly answer: string | null }[],
): void {
  for (const { test, answer, words } of answers) {
    const requested = inputs.find(({ code }) => code === test.code)?.answer ?? null
    if (requested !== (answer?.code ?? null))
      throw new Refusal('INVALID_INPUT', { code: test.code, field: 'answer', allowed: test.answers.map(({ code }) => code) })
    if (words === null && (answer === null || answer.needsWords)) throw new Refusal('INVALID_INPUT', { code: test.code, field: 'words' })
  }
}

const summaryOf = (judged: InterpretedResult) =>
  isCoded(judged)
    ? { code: judged.test.code, display: judged.test.display, value: answerText(judged), unit: null }
    : { code: judged.analyte.code, display: judged.analyte.display, value: judged.value.text, unit: judged.analyte.unit }

/** A critical value is released only after the technician has confirmed it on the same specimen (LAB-5, LAB-8). */
export function mustBeConfirmed(values: readonly InterpretedResult[], confirmed: readonly string[]): void {
  const unconfirmed = values
    .filter(({ critical }) => critical !== null)
    .map((judged) => ({ ...summaryOf(judged), ...judged.critical }))
    .filter(({ code }) => !confirmed.includes(code))
  if (unconfirmed.length) throw new Refusal('CRITICAL_NEEDS_CONFIRMATION', { values: unconfirmed })
}

/** Delta check: a value that differs too much from the previous one needs confirmation (LAB-5). Returns the codes of the confirmed ones. */
export function mustPassDeltaCheck(
  values: readonly InterpretedValue[],
  { collectedAt, before }: { readonly collectedAt: string; readonly before: ReadonlyMap<string, Observation> },
  confirmed: readonly string[],
): readonly string[] {
  const deviating = values.flatMap((judged) => {
    const { code, display, value, unit } = summaryOf(judged)
    const previous = collectedIn(before.get(code))
    const limit = deltaLimitOf(code)
    return exceedsDelta({ value, unit, collectedAt }, previous, limit) ? [{ code, display, value, unit, previous, limit }] : []
  })
  const unconfirmed = deviating.filter(({ code }) => !confirmed.includes(code))
  if (unconfirmed.length) throw new Refusal('DELTA_NEEDS_CONFIRMATION', { values: unconfirmed })
  return deviating.map(({ code }) => code)
}

/** Returns the previous value for the delta check: exact, with unit and collection time. */
export function collectedIn(observation: Observation | undefined): CollectedValue | null {
  const reported = observation && reportedIn(observation)
  const collectedAt = observation?.effectiveDateTime ?? observation?.issued
  return reported?.value && collectedAt ? { value: reported.value, unit: reported.unit, collectedAt } : null
}
