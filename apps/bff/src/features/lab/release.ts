import { type Check, loincOf, type ReleaseResults, reportedIn, reportedNumber, type WithId } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { type CommandContext, commandContextOf } from '../../commands/command-context.ts'
import { mustBePossibleTime } from '../../commands/guards/clinical-time.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { orderAfterReport, ordererOf, tasksAfterReport } from '../../fhir-builders/orders/fulfilment.ts'
import { buildCriticalAlert } from '../../fhir-builders/results/critical-alert.ts'
import {
  answerText,
  buildObservation,
  buildReport,
  type InterpretedAnswer,
  type InterpretedResult,
  type InterpretedValue,
  interpretAnswer,
  interpretValue,
  isCoded,
} from '../../fhir-builders/results/report.ts'
import { analyteOf } from '../../reference-data/laboratory/analytes.ts'
import {
  collectedIn,
  mustBeActiveLabOrder,
  mustBeConfirmed,
  mustBeMeasurable,
  mustBeOrdered,
  mustBeValidAnswers,
  mustPassDeltaCheck,
} from './policy.ts'
import { previousValues, readWorkItem, type WorkItem, withSpecimen } from './work-item.ts'

const codeIn = (judged: InterpretedResult): string => (isCoded(judged) ? judged.test.code : judged.analyte.code)
const textIn = (judged: InterpretedResult): string => (isCoded(judged) ? answerText(judged) : judged.value.text)

const numericResultsOf = (input: ReleaseResults, context: CommandContext): readonly InterpretedValue[] =>
  input.values.flatMap(({ code, value, note }) => {
    const analyte = analyteOf(code)
    return analyte ? [interpretValue(analyte, reportedNumber(value), context.subject, input.collectedAt, note)] : []
  })

const codedResultsOf = (input: ReleaseResults, { codedTests }: WorkItem): readonly InterpretedAnswer[] =>
  input.answers.flatMap(({ code, answer, words, note }) => {
    const test = codedTests.find((one) => one.code === code)
    return test ? [interpretAnswer(test, test.answers.find((option) => option.code === answer) ?? null, words, note)] : []
  })

const releasedBefore = ({ entered }: WorkItem, code: string) => entered.find((observation) => loincOf(observation) === code)

/** Returns the confirmations required for this value and given, recorded with it. */
const checksOf = (judged: InterpretedResult, deviating: readonly string[]): readonly Check[] => [
  ...(deviating.includes(codeIn(judged)) ? (['delta'] as const) : []),
  ...(judged.critical ? (['critical'] as const) : []),
]

/** Builds an observation; a value released before becomes the next version of the same observation. */
function observationFor(
  ctx: AuthenticatedContext,
  workItem: WorkItem,
  context: CommandContext,
  { judged, checks }: { readonly judged: InterpretedResult; readonly checks: readonly Check[] },
  specimenId: string | null,
  { collectedAt, status }: ReleaseResults,
): WithId<Observation> {
  const before = releasedBefore(workItem, codeIn(judged))
  const built = buildObservation({
    ...context,
    observationId: before?.id ?? ctx.newId(),
    interpreted: judged,
    order: workItem.order,
    specimenId,
    collectedAt,
    status,
    checks,
  })
  return before ? { ...built, meta: before.meta } : built
}

/** Previous value shown with a critical alert. */
const previousOf = (observation: Observation | undefined) => {
  const before = collectedIn(observation)
  return before && { value: before.value, collectedAt: before.collectedAt }
}

/** A critical value that was alerted as preliminary and is unchanged is not alerted again. */
const needsAlert = (judged: InterpretedResult, workItem: WorkItem): boolean => {
  const before = releasedBefore(workItem, codeIn(judged))
  return !before || reportedIn(before).value !== textIn(judged)
}

/** Releases results: observations, report, the order's progress or completion, and critical alerts. */
export const releaseResults = (ctx: AuthenticatedContext, input: ReleaseResults) =>
  retryOnConflict(async () => {
    const workItem = await readWorkItem(ctx, input.orderId)
    mustBeActiveLabOrder(workItem.order, workItem.task)
    mustBeOrdered(
      input.values.map(({ code }) => code),
      input.answers.map(({ code }) => code),
      workItem,
    )
    const context = commandContextOf(ctx, workItem.permit)
    mustBePossibleTime('collectedAt', input.collectedAt, { now: ctx.now(), subject: context.subject })
    const numeric = numericResultsOf(input, context)
    const coded = codedResultsOf(input, workItem)
    const judged: readonly InterpretedResult[] = [...numeric, ...coded]
    mustBeMeasurable(numeric)
    mustBeValidAnswers(coded, input.answers)
    mustBeConfirmed(judged, input.confirmedCritical)
    const before = await previousValues(ctx, workItem)
    const deviating = mustPassDeltaCheck(numeric, { collectedAt: input.collectedAt, before }, input.confirmedDelta)

    const collected = withSpecimen(ctx, workItem, context, input.collectedAt)
    const order = orderAfterReport(collected.order, input.status)
    const observations = judged.map((value) =>
      observationFor(ctx, workItem, context, { judged: value, checks: checksOf(value, deviating) }, collected.specimen.id, input),
    )
    // Values of an earlier release that are not repeated stay part of the report.
    const earlier = workItem.entered.filter((observation) => !observations.some(({ id }) => id === observation.id))
    const built = buildReport({
      ...context,
      reportId: workItem.report?.id ?? ctx.newId(),
      order,
      observations: [...observations, ...earlier],
      collectedAt: input.collectedAt,
      status: input.status,
    })
    const report = workItem.report ? { ...built, meta: workItem.report.meta } : built
    const tasks = tasksAfterReport(workItem.task, input.status, context)

    const alerts = judged.flatMap((value, index) => {
      const observation = observations[index]
      if (!value.critical || !observation || !needsAlert(value, workItem)) return []
      const previous = previousOf(before.get(codeIn(value)))
      const alertId = ctx.newId()
      return [buildCriticalAlert({ ...context, alertId, observation, critical: value.critical, notify: ordererOf(order), previous })]
    })
    return ctx.record(workItem.permit, {
      commandId: input.commandId,
      input,
      resources: [
        ...(collected.isNew || input.status === 'final' ? [order] : []),
        ...(collected.isNew ? [collected.specimen] : []),
        ...observations,
        report,
        ...tasks,
        ...alerts.map(({ task }) => task),
      ],
      events: [
        { type: 'lab.result.available', resource: report, related: [...observations, order, ...tasks], data: { orderId: input.orderId } },
        ...alerts.map(({ event: happening }) => happening),
      ],
      answer: {
        reportId: report.id,
        observationIds: observations.map(({ id }) => id),
        alertIds: alerts.map(({ task }) => task.id),
      },
    })
  })
