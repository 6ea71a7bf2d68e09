import { codeOf, displayTextOf, idOf, loincOf, type Stored, systems } from '@wardline/events'
import type { DiagnosticReport, Observation, ServiceRequest, Specimen, Task } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import type { CommandContext } from '../../commands/command-context.ts'
import { mustBeLab, type Permit } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { buildSpecimen } from '../../fhir-builders/orders/specimen.ts'
import { taskCodes } from '../../fhir-builders/orders/task.ts'
import { type Analyte, analyteOf } from '../../reference-data/laboratory/analytes.ts'
import { type CodedTest, codedTest } from '../../reference-data/laboratory/coded-results.ts'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { analytesOf, orderableWithCode } from '../../reference-data/orders/orderables.ts'

/** A laboratory order with everything needed to work on it. */
export interface WorkItem {
  readonly permit: Permit
  readonly order: Stored<ServiceRequest>
  readonly orderable: Orderable | null
  /** Analytes of the order. */
  readonly sheet: readonly Analyte[]
  /** Tests of the order with coded or text results. */
  readonly codedTests: readonly CodedTest[]
  readonly task: Stored<Task> | null
  readonly specimen: Stored<Specimen> | null
  /** Report and values released so far. */
  readonly report: Stored<DiagnosticReport> | null
  readonly entered: readonly Stored<Observation>[]
}

const sheetOf = (order: ServiceRequest, orderable: Orderable | null): readonly Analyte[] => {
  if (orderable) return analytesOf(orderable)
  // An order from another system is for the analyte that its code names.
  const analyte = analyteOf(codeOf(order.code, systems.loinc) ?? '')
  return analyte ? [analyte] : []
}

/** An order without numeric analytes has one coded result under its own code: a culture, a smear, a test from another system. */
function codedTestsOf(order: ServiceRequest, sheet: readonly Analyte[]): readonly CodedTest[] {
  const code = codeOf(order.code, systems.loinc) ?? order.code?.coding?.[0]?.code
  return sheet.length > 0 || !code ? [] : [codedTest(code, displayTextOf(order.code) ?? code)]
}

export async function readWorkItem(ctx: AuthenticatedContext, orderId: string): Promise<WorkItem> {
  const order = await ctx.resources.read('ServiceRequest', orderId)
  if (!order) throw new Refusal('NOT_FOUND')
  const about = `ServiceRequest/${orderId}`
  const specimenId = idOf(order.specimen?.[0], 'Specimen')
  // Read concurrently with the access check, in one round trip; without the permit nothing is returned.
  const [permit, [task = null], specimen, [report = null], entered] = await Promise.all([
    mustBeLab(ctx, idOf(order.subject, 'Patient') ?? ''),
    ctx.resources.find('Task', { about, codes: [taskCodes.fulfilOrder] }),
    specimenId ? ctx.resources.read('Specimen', specimenId) : null,
    ctx.resources.find('DiagnosticReport', { about }),
    ctx.resources.find('Observation', { about, limit: 200 }),
  ])
  const orderable = orderableWithCode(codeOf(order.code, systems.loinc) ?? order.code?.coding?.[0]?.code ?? '')
  const sheet = sheetOf(order, orderable)
  return { permit, order, orderable, sheet, codedTests: codedTestsOf(order, sheet), task, specimen, report, entered }
}

/** Returns the newest earlier value of each test, for the delta check and alerts (LAB-4). */
export async function previousValues(
  ctx: AuthenticatedContext,
  { order, sheet, codedTests }: WorkItem,
): Promise<ReadonlyMap<string, Stored<Observation>>> {
  const codes = [...sheet, ...codedTests].map(({ code }) => code)
  if (codes.length === 0) return new Map()
  const patientId = idOf(order.subject, 'Patient') ?? ''
  const before = await ctx.resources.newestOfEach('Observation', { patientId, codes, excludeAbout: `ServiceRequest/${order.id}` })
  return new Map(before.map((observation) => [loincOf(observation), observation]))
}

/** Returns the existing specimen, or creates one as collected: work on an order implies a specimen. */
export function withSpecimen(ctx: AuthenticatedContext, { order, orderable, specimen }: WorkItem, context: CommandContext, at: string) {
  if (specimen) return { order, specimen, isNew: false }
  return { ...buildSpecimen({ ...context, at, specimenId: ctx.newId(), order, orderable }), isNew: true }
}
