import { type AdvanceOrder, idOf, loincOf, type Person, type ReleaseResults, reportedIn, reportedNumber } from '@wardline/events'
import type { Observation, ServiceRequest, Specimen, Task } from 'fhir/r4'
import { draftCriticalAlert } from '../../drafts/critical-alert.ts'
import { draftObservation, draftReport, type JudgedValue, judge } from '../../drafts/report.ts'
import { draftSpecimen } from '../../drafts/specimen.ts'
import { moveTask } from '../../drafts/task.ts'
import { analyteOf } from '../../knowledge/analytes.ts'
import { type Act, actOf } from '../../platform/act.ts'
import { decideAgain } from '../../platform/decide-again.ts'
import type { SignedIn } from '../../platform/signed-in.ts'
import { type Bench, benchOf, previousValues } from './bench.ts'
import { mayAdvance, mustBeAsked, mustBeCollected, mustBeConfirmed, mustBeMeasurable, mustBeOnBench } from './policy.ts'

/** The specimen as it is, or collected now: whoever has it on the bench has it collected. */
function withSpecimen(ctx: SignedIn, { order, orderable, specimen }: Bench, act: Act, at: string) {
  if (specimen) return { order, specimen, isNew: false }
  return { ...draftSpecimen({ ...act, at, specimenId: ctx.newId(), order, orderable }), isNew: true }
}

export const advanceOrder = (ctx: SignedIn, asked: AdvanceOrder) =>
  decideAgain(async () => {
    const bench = await benchOf(ctx, asked.orderId)
    mustBeOnBench(bench.order, bench.task)
    mayAdvance(bench.order, bench.task, asked.step)
    const act = actOf(ctx, bench.permit)
    const { order, specimen, isNew } = withSpecimen(ctx, bench, act, act.at)
    const received: Specimen =
      asked.step === 'specimen-collected' ? specimen : { ...specimen, receivedTime: specimen.receivedTime ?? act.at }
    const tasks = bench.task ? [moveTask(bench.task, { status: 'in-progress', business: asked.step, at: act.at, owner: act.by })] : []
    return ctx.record(bench.permit, {
      commandId: asked.commandId,
      asked,
      write: [...(isNew ? [order] : []), ...(isNew || received.receivedTime !== specimen.receivedTime ? [received] : []), ...tasks],
      happened: [{ type: 'order.updated', resource: order, related: [...tasks, received], data: { changed: [] } }],
    })
  })

/** A value of this order that was released before is the same observation in its next version. */
function observationFor(
  ctx: SignedIn,
  bench: Bench,
  act: Act,
  judged: JudgedValue,
  specimenId: string | null,
  asked: ReleaseResults,
): Observation {
  const before = bench.entered.find((observation) => loincOf(observation) === judged.analyte.code)
  const { order } = bench
  const { collectedAt, status } = asked
  const drafted = draftObservation({ ...act, observationId: before?.id ?? ctx.newId(), judged, order, specimenId, collectedAt, status })
  return before ? { ...drafted, meta: before.meta } : drafted
}

const ordererOf = (order: ServiceRequest): readonly Person[] => {
  const userId = idOf(order.requester, 'Practitioner')
  return userId ? [{ userId, name: order.requester?.display ?? userId }] : []
}

const completed = (order: ServiceRequest, status: ReleaseResults['status']): ServiceRequest =>
  status === 'final' ? { ...order, status: 'completed' } : order

function finished(task: Task | null, status: ReleaseResults['status'], act: Act): readonly Task[] {
  if (!task) return []
  const [state, business] =
    status === 'final' ? (['completed', 'resulted-final'] as const) : (['in-progress', 'resulted-preliminary'] as const)
  return [moveTask(task, { status: state, business, at: act.at, owner: act.by })]
}

/** What the clinician compares a critical value with. */
const previousOf = (observation: Observation | undefined) => {
  const value = observation && reportedIn(observation).value
  return value && observation.effectiveDateTime ? { value, collectedAt: observation.effectiveDateTime } : null
}

/** A critical value that was alerted as preliminary and is the same in the final report calls nobody twice. */
const isNews = (judged: JudgedValue, bench: Bench): boolean => {
  const before = bench.entered.find((observation) => loincOf(observation) === judged.analyte.code)
  return !before || reportedIn(before).value !== judged.value.text
}

/** Releases values: report, observations, the order on its way or at its end, and the alerts that follow. */
export const releaseResults = (ctx: SignedIn, asked: ReleaseResults) =>
  decideAgain(async () => {
    const bench = await benchOf(ctx, asked.orderId)
    mustBeOnBench(bench.order, bench.task)
    mustBeCollected(asked.collectedAt, ctx.now())
    mustBeAsked(
      asked.values.map(({ code }) => code),
      bench.sheet,
    )
    const act = actOf(ctx, bench.permit)
    const judged = asked.values.flatMap(({ code, value, note }) => {
      const analyte = analyteOf(code)
      return analyte ? [judge(analyte, reportedNumber(value), act.subject, asked.collectedAt, note)] : []
    })
    mustBeMeasurable(judged)
    mustBeConfirmed(judged, asked.confirmedCritical)

    const collected = withSpecimen(ctx, bench, act, asked.collectedAt)
    const order = completed(collected.order, asked.status)
    const observations = judged.map((value) => observationFor(ctx, bench, act, value, collected.specimen.id ?? null, asked))
    // Values of the first release that are not repeated belong to the report as much.
    const kept = bench.entered.filter((observation) => !observations.some(({ id }) => id === observation.id))
    const drafted = draftReport({
      ...act,
      reportId: bench.report?.id ?? ctx.newId(),
      order,
      observations: [...observations, ...kept],
      collectedAt: asked.collectedAt,
      status: asked.status,
    })
    const report = bench.report ? { ...drafted, meta: bench.report.meta } : drafted
    const tasks = finished(bench.task, asked.status, act)

    const previous = judged.some(({ critical }) => critical) ? await previousValues(ctx, bench) : new Map<string, Observation>()
    const alerts = judged.flatMap((value, index) => {
      const observation = observations[index]
      if (!value.critical || !observation || !isNews(value, bench)) return []
      const before = previousOf(previous.get(value.analyte.code))
      return [
        draftCriticalAlert({
          ...act,
          alertId: ctx.newId(),
          observation,
          critical: value.critical,
          notify: ordererOf(order),
          previous: before,
        }),
      ]
    })
    return ctx.record(bench.permit, {
      commandId: asked.commandId,
      asked,
      write: [
        ...(collected.isNew || asked.status === 'final' ? [order] : []),
        ...(collected.isNew ? [collected.specimen] : []),
        ...observations,
        report,
        ...tasks,
        ...alerts.map(({ task }) => task),
      ],
      happened: [
        { type: 'lab.result.available', resource: report, related: [...observations, order, ...tasks], data: { orderId: asked.orderId } },
        ...alerts.map(({ happening }) => happening),
      ],
      answer: {
        reportId: report.id ?? '',
        observationIds: observations.map(({ id }) => id ?? ''),
        alertIds: alerts.map(({ task }) => task.id ?? ''),
      },
    })
  })
