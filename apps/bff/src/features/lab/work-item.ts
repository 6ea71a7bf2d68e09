import { codeOf, idOf, loincOf, systems, wordsOf } from '@wardline/events'
import type { DiagnosticReport, Observation, ServiceRequest, Specimen, Task } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import type { CommandContext } from '../../commands/command-context.ts'
import { mustBeLab, type Permit } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { draftSpecimen } from '../../fhir-builders/orders/specimen.ts'
import { taskCodes } from '../../fhir-builders/orders/task.ts'
import { type Analyte, analyteOf } from '../../reference-data/laboratory/analytes.ts'
import { type WordedTest, wordedTest } from '../../reference-data/laboratory/coded-results.ts'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { analytesOf, orderableWithCode } from '../../reference-data/orders/orderables.ts'

/** Everything of an order that the bench works with. */
export interface Bench {
  readonly permit: Permit
  readonly order: ServiceRequest
  readonly orderable: Orderable | null
  /** What the order asks to be measured. */
  readonly sheet: readonly Analyte[]
  /** What it asks to be answered in words; every order asks for something. */
  readonly worded: readonly WordedTest[]
  readonly task: Task | null
  readonly specimen: Specimen | null
  /** The report so far and its values, when something was released before. */
  readonly report: DiagnosticReport | null
  readonly entered: readonly Observation[]
}

const sheetOf = (order: ServiceRequest, orderable: Orderable | null): readonly Analyte[] => {
  if (orderable) return analytesOf(orderable)
  // An order from elsewhere asks for what its code names.
  const analyte = analyteOf(codeOf(order.code, systems.loinc) ?? '')
  return analyte ? [analyte] : []
}

/** An order for which nothing is measured is answered under its own code: a culture, a smear, a test from elsewhere. */
function wordedOf(order: ServiceRequest, sheet: readonly Analyte[]): readonly WordedTest[] {
  const code = codeOf(order.code, systems.loinc) ?? order.code?.coding?.[0]?.code
  return sheet.length > 0 || !code ? [] : [wordedTest(code, wordsOf(order.code) ?? code)]
}

export async function benchOf(ctx: AuthenticatedContext, orderId: string): Promise<Bench> {
  const order = await ctx.resources.read('ServiceRequest', orderId)
  if (!order) throw new Refusal('NOT_FOUND')
  const about = `ServiceRequest/${orderId}`
  const specimenId = idOf(order.specimen?.[0], 'Specimen')
  // Asked together, so that they are answered in one round trip; without the permit nothing of it is used.
  const [permit, [task = null], specimen, [report = null], entered] = await Promise.all([
    mustBeLab(ctx, idOf(order.subject, 'Patient') ?? ''),
    ctx.resources.find('Task', { about, codes: [taskCodes.fulfilOrder] }),
    specimenId ? ctx.resources.read('Specimen', specimenId) : null,
    ctx.resources.find('DiagnosticReport', { about }),
    ctx.resources.find('Observation', { about, limit: 200 }),
  ])
  const orderable = orderableWithCode(codeOf(order.code, systems.loinc) ?? order.code?.coding?.[0]?.code ?? '')
  const sheet = sheetOf(order, orderable)
  return { permit, order, orderable, sheet, worded: wordedOf(order, sheet), task, specimen, report, entered }
}

/** The newest value of each test before this order, for delta and alert (LAB-4). */
export async function previousValues(
  ctx: AuthenticatedContext,
  { order, sheet, worded }: Bench,
): Promise<ReadonlyMap<string, Observation>> {
  const codes = [...sheet, ...worded].map(({ code }) => code)
  if (codes.length === 0) return new Map()
  const patientId = idOf(order.subject, 'Patient') ?? ''
  const before = await ctx.resources.newestOfEach('Observation', { patientId, codes, notAbout: `ServiceRequest/${order.id}` })
  return new Map(before.map((observation) => [loincOf(observation), observation]))
}

/** The specimen as it is, or collected now: whoever has it on the bench has it collected. */
export function withSpecimen(ctx: AuthenticatedContext, { order, orderable, specimen }: Bench, act: CommandContext, at: string) {
  if (specimen) return { order, specimen, isNew: false }
  return { ...draftSpecimen({ ...act, at, specimenId: ctx.newId(), order, orderable }), isNew: true }
}
