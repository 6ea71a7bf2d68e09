import { reportedNumber, type WithId } from '@wardline/events'
import type { Observation, ServiceRequest, Task } from 'fhir/r4'
import { buildOrder, orderEvent } from '../../fhir-builders/orders/order.ts'
import { buildSpecimen } from '../../fhir-builders/orders/specimen.ts'
import { moveTask } from '../../fhir-builders/orders/task.ts'
import { buildCriticalAlert } from '../../fhir-builders/results/critical-alert.ts'
import { buildObservation, buildReport, interpretValue } from '../../fhir-builders/results/report.ts'
import { analyteOf } from '../../reference-data/laboratory/analytes.ts'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { orderableOf } from '../../reference-data/orders/orderables.ts'
import { nurseOf } from '../patients/admission.ts'
import type { EncounterBuilder } from '../patients/encounter-builder.ts'
import type { ScenarioOrder } from '../patients/patient-scenarios.ts'
import { demoStaff } from '../staff.ts'
import { asRecorded } from './seed-steps.ts'

export interface ResultOptions {
  readonly releasedAt?: string
  readonly priority?: ScenarioOrder['priority']
  readonly notes?: Readonly<Record<string, string>>
  readonly previous?: { readonly value: string; readonly collectedAt: string }
  /** Leaves the alert of a critical value unacknowledged. */
  readonly open?: true
}

/** Seeds an open order at the given step. */
export function seedOrder(stay: EncounterBuilder, { orderableId, priority, minutesAgo, step, indication }: ScenarioOrder): void {
  const at = stay.minutesAgo(minutesAgo)
  const { order, task, orderable } = placeOrder(stay, orderableId, at, priority, indication)
  if (step === 'requested') return
  const author = step === 'specimen-collected' ? nurseOf(stay.demo) : demoStaff.mona
  const later = stay.minutesAgo(minutesAgo * 0.4)
  const collected = buildSpecimen({ ...stay.authorship(author, later), specimenId: stay.chance.id(), order, orderable })
  const specimen = step === 'specimen-collected' ? collected.specimen : { ...collected.specimen, receivedTime: later }
  const updatedTask = moveTask(task, {
    status: 'in-progress',
    business: step,
    at: later,
    owner: { userId: author.userId, name: author.name },
  })
  stay.record(
    author,
    later,
    [collected.order, specimen, updatedTask],
    [{ type: 'order.updated', resource: collected.order, related: [updatedTask, specimen], data: { changed: [] } }],
  )
}

function placeOrder(
  stay: EncounterBuilder,
  orderableId: string,
  at: string,
  priority: ScenarioOrder['priority'],
  indication: string | null,
): { order: WithId<ServiceRequest>; task: WithId<Task>; orderable: Orderable } {
  const orderable = orderableOf(orderableId)
  if (!orderable) throw new Error(`${orderableId} is not in the catalogue`)
  const input = {
    ...stay.authorship(stay.demo.attending, at),
    orderable,
    priority,
    indication,
    note: null,
    limitHours: null,
    acceptsUnchecked: true,
    orderId: stay.chance.id(),
    taskId: stay.chance.id(),
    requisitionId: stay.chance.id(),
  }
  const built = buildOrder(input)
  stay.record(stay.demo.attending, at, [built.order, built.task], [orderEvent(built, input, null)])
  return { ...built, orderable }
}

/** Seeds an order with the final results of one collection. Values keep the given decimals. */
export function seedResults(
  stay: EncounterBuilder,
  orderableId: string,
  collectedAt: string,
  values: Readonly<Record<string, string>>,
  options: ResultOptions = {},
): void {
  const placedAt = stay.after(collectedAt, -25)
  const releasedAt = options.releasedAt ?? stay.after(collectedAt, 47)
  const { order, task, orderable } = placeOrder(stay, orderableId, placedAt, options.priority ?? 'routine', null)
  const author = demoStaff.yusuf
  const authorship = stay.authorship(author, releasedAt)
  const completedOrder: WithId<ServiceRequest> = { ...order, status: 'completed' }
  const judged = Object.entries(values).flatMap(([code, text]) => {
    const analyte = analyteOf(code)
    return analyte ? [interpretValue(analyte, reportedNumber(text), stay.subject, collectedAt, options.notes?.[code] ?? null)] : []
  })
  const common = { ...authorship, order: completedOrder, collectedAt, status: 'final' as const }
  const observations = judged.map((value) =>
    buildObservation({ ...common, observationId: stay.chance.id(), interpreted: value, specimenId: null }),
  )
  const report = buildReport({
    ...common,
    reportId: stay.chance.id(),
    code: { text: orderable.display },
    observations,
  })
  const completedTask = moveTask(task, { status: 'completed', business: 'resulted-final', at: releasedAt, owner: authorship.by })
  stay.record(
    author,
    releasedAt,
    [completedOrder, ...observations, report, completedTask],
    [
      {
        type: 'lab.result.available',
        resource: report,
        related: [...observations, completedOrder, completedTask],
        data: { orderId: order.id },
      },
    ],
  )
  judged.forEach((value, index) => {
    const observation = observations[index]
    if (value.critical && observation) seedAlert(stay, observation, value.critical, releasedAt, options)
  })
}

/** Raises a critical alert in the laboratory; the attending physician acknowledges it after four minutes unless `open`. */
function seedAlert(
  stay: EncounterBuilder,
  observation: WithId<Observation>,
  critical: Parameters<typeof buildCriticalAlert>[0]['critical'],
  at: string,
  options: ResultOptions,
): void {
  const { attending } = stay.demo
  const attendingPerson = { userId: attending.userId, name: attending.name }
  const { task, event: happening } = buildCriticalAlert({
    ...stay.authorship(demoStaff.yusuf, at),
    alertId: stay.chance.id(),
    observation: asRecorded(observation, at),
    critical,
    notify: [attendingPerson],
    previous: options.previous ?? null,
  })
  stay.record(demoStaff.yusuf, at, [task], [happening])
  if (options.open) return
  const acknowledgedAt = stay.after(at, 4)
  const acknowledged = moveTask(task, { status: 'accepted', business: 'acknowledged', at: acknowledgedAt, owner: attendingPerson })
  stay.record(
    attending,
    acknowledgedAt,
    [acknowledged],
    [
      {
        type: 'alert.acknowledged',
        resource: acknowledged,
        data: { observationId: observation.id, notify: [attendingPerson], by: attendingPerson, at: acknowledgedAt },
      },
    ],
  )
}

/** Seeds results from before the admission: reports without an order in this hospital. */
export function seedFormerResults(
  stay: EncounterBuilder,
  name: string,
  collectedAt: string,
  values: Readonly<Record<string, string>>,
): void {
  const author = demoStaff.yusuf
  const authorship = { ...stay.authorship(author, collectedAt), collectedAt, status: 'final' as const }
  const observations = Object.entries(values).flatMap(([code, text]) => {
    const analyte = analyteOf(code)
    if (!analyte) return []
    const judged = interpretValue(analyte, reportedNumber(text), stay.subject, collectedAt, null)
    return [buildObservation({ ...authorship, observationId: stay.chance.id(), interpreted: judged, order: null, specimenId: null })]
  })
  const report = buildReport({
    ...authorship,
    reportId: stay.chance.id(),
    order: null,
    code: { text: name },
    observations,
  })
  stay.record(
    author,
    collectedAt,
    [...observations, report],
    [{ type: 'lab.result.available', resource: report, related: observations, data: { orderId: null } }],
  )
}
