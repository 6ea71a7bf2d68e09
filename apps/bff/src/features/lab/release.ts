import { type Check, loincOf, type ReleaseResults, reportedIn, reportedNumber } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { type CommandContext, commandContextOf } from '../../commands/command-context.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { fulfilled, ordererOf, resulted } from '../../fhir-builders/orders/fulfilment.ts'
import { draftCriticalAlert } from '../../fhir-builders/results/critical-alert.ts'
import {
  answerText,
  draftObservation,
  draftReport,
  isWorded,
  type Judged,
  type JudgedAnswer,
  type JudgedValue,
  judge,
  judgeAnswer,
} from '../../fhir-builders/results/report.ts'
import { analyteOf } from '../../reference-data/laboratory/analytes.ts'
import {
  collectedIn,
  mustBeAnswers,
  mustBeAsked,
  mustBeCollected,
  mustBeConfirmed,
  mustBeMeasurable,
  mustBeOnBench,
  mustStandAgainst,
} from './policy.ts'
import { type Bench, benchOf, previousValues, withSpecimen } from './work-item.ts'

const codeIn = (judged: Judged): string => (isWorded(judged) ? judged.test.code : judged.analyte.code)
const textIn = (judged: Judged): string => (isWorded(judged) ? answerText(judged) : judged.value.text)

const measuredBy = (asked: ReleaseResults, act: CommandContext): readonly JudgedValue[] =>
  asked.values.flatMap(({ code, value, note }) => {
    const analyte = analyteOf(code)
    return analyte ? [judge(analyte, reportedNumber(value), act.subject, asked.collectedAt, note)] : []
  })

const answeredBy = (asked: ReleaseResults, { worded }: Bench): readonly JudgedAnswer[] =>
  asked.answers.flatMap(({ code, answer, words, note }) => {
    const test = worded.find((each) => each.code === code)
    return test ? [judgeAnswer(test, test.answers.find((offered) => offered.code === answer) ?? null, words, note)] : []
  })

const releasedBefore = ({ entered }: Bench, code: string) => entered.find((observation) => loincOf(observation) === code)

/** What had to be confirmed of this value, and was; kept with it. */
const checksOf = (judged: Judged, moved: readonly string[]): readonly Check[] => [
  ...(moved.includes(codeIn(judged)) ? (['delta'] as const) : []),
  ...(judged.critical ? (['critical'] as const) : []),
]

/** A value of this order that was released before is the same observation in its next version. */
function observationFor(
  ctx: AuthenticatedContext,
  bench: Bench,
  act: CommandContext,
  { judged, checks }: { readonly judged: Judged; readonly checks: readonly Check[] },
  specimenId: string | null,
  { collectedAt, status }: ReleaseResults,
): Observation {
  const before = releasedBefore(bench, codeIn(judged))
  const drafted = draftObservation({
    ...act,
    observationId: before?.id ?? ctx.newId(),
    judged,
    order: bench.order,
    specimenId,
    collectedAt,
    status,
    checks,
  })
  return before ? { ...drafted, meta: before.meta } : drafted
}

/** What the clinician compares a critical value with. */
const previousOf = (observation: Observation | undefined) => {
  const before = collectedIn(observation)
  return before && { value: before.value, collectedAt: before.collectedAt }
}

/** A critical value that was alerted as preliminary and is the same in the final report calls nobody twice. */
const isNews = (judged: Judged, bench: Bench): boolean => {
  const before = releasedBefore(bench, codeIn(judged))
  return !before || reportedIn(before).value !== textIn(judged)
}

/** Releases results: report, observations, the order on its way or at its end, and the alerts that follow. */
export const releaseResults = (ctx: AuthenticatedContext, asked: ReleaseResults) =>
  retryOnConflict(async () => {
    const bench = await benchOf(ctx, asked.orderId)
    mustBeOnBench(bench.order, bench.task)
    mustBeCollected(asked.collectedAt, ctx.now())
    mustBeAsked(
      asked.values.map(({ code }) => code),
      asked.answers.map(({ code }) => code),
      bench,
    )
    const act = commandContextOf(ctx, bench.permit)
    const measured = measuredBy(asked, act)
    const answered = answeredBy(asked, bench)
    const judged: readonly Judged[] = [...measured, ...answered]
    mustBeMeasurable(measured)
    mustBeAnswers(answered, asked.answers)
    mustBeConfirmed(judged, asked.confirmedCritical)
    const before = await previousValues(ctx, bench)
    const moved = mustStandAgainst(measured, { collectedAt: asked.collectedAt, before }, asked.confirmedDelta)

    const collected = withSpecimen(ctx, bench, act, asked.collectedAt)
    const order = fulfilled(collected.order, asked.status)
    const observations = judged.map((value) =>
      observationFor(ctx, bench, act, { judged: value, checks: checksOf(value, moved) }, collected.specimen.id ?? null, asked),
    )
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
    const tasks = resulted(bench.task, asked.status, act)

    const alerts = judged.flatMap((value, index) => {
      const observation = observations[index]
      if (!value.critical || !observation || !isNews(value, bench)) return []
      const previous = previousOf(before.get(codeIn(value)))
      const alertId = ctx.newId()
      return [draftCriticalAlert({ ...act, alertId, observation, critical: value.critical, notify: ordererOf(order), previous })]
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
