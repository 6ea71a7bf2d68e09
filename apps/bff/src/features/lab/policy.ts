import { categoryOf, type FulfilmentStep, fulfilmentSteps, stepOf } from '@wardline/events'
import type { ServiceRequest, Task } from 'fhir/r4'
import type { JudgedValue } from '../../drafts/report.ts'
import type { Analyte } from '../../knowledge/analytes.ts'
import { Refusal } from '../../platform/refusal.ts'

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

/** Every value is asked for by this order, once. */
export function mustBeAsked(codes: readonly string[], sheet: readonly Analyte[]): void {
  const strange = codes.filter((code) => !sheet.some((analyte) => analyte.code === code))
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

/** A critical value leaves the bench only after the technician confirmed it on the same specimen (LAB-5, LAB-8). */
export function mustBeConfirmed(values: readonly JudgedValue[], confirmed: readonly string[]): void {
  const open = values
    .filter(({ critical, analyte }) => critical && !confirmed.includes(analyte.code))
    .map(({ analyte, value, critical }) => ({
      code: analyte.code,
      display: analyte.display,
      value: value.text,
      unit: analyte.unit,
      ...critical,
    }))
  if (open.length) throw new Refusal('CRITICAL_NEEDS_CONFIRMATION', { values: open })
}

/** Specimens are not taken in the future; the bench's clock may be a few minutes behind the ward's. */
export function mustBeCollected(collectedAt: string, now: Date): void {
  if (new Date(collectedAt).getTime() > now.getTime() + 5 * 60_000)
    throw new Refusal('INVALID_INPUT', { field: 'collectedAt', rule: 'in the future' })
}
