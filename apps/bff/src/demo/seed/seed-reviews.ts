import { isAbnormal, reportedIn } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import { reviewTask } from '../../fhir-builders/results/review.ts'
import { type EncounterBuilder, MINUTE_MS } from '../patients/encounter-builder.ts'
import { chanceFrom, seedOf } from '../random.ts'
import { actorOf } from '../staff.ts'
import type { Step } from './seed-steps.ts'

/** Reports are reviewed within this many minutes; newer ones still await review. */
const [SOONEST, LATEST] = [30, 120]
/** Reports older than this need no review. */
const NEWS_MINUTES = 31 * 24 * 60

/** The demo corrects no result, so each is reviewed in version 1. */
const asReported = (result: Observation): Observation => ({ ...result, meta: { ...result.meta, versionId: '1' } })

/** Seeds reviews by the attending physician for all reports but those of the last hour or two (RES-11). */
export function seedReviews(stay: EncounterBuilder): void {
  const chance = chanceFrom(seedOf(`${stay.demo.key} reviews`))
  const now = Date.parse(stay.minutesAgo(0))
  const news = stay.minutesAgo(NEWS_MINUTES)
  for (const report of stay.steps.filter(
    ({ at, happened }) => at >= news && happened.some(({ type }) => type === 'lab.result.available'),
  )) {
    const at = stay.after(report.at, SOONEST + chance.below(LATEST - SOONEST))
    if (Date.parse(at) > now - MINUTE_MS) continue
    const results = report.write.filter((resource): resource is Observation => resource.resourceType === 'Observation')
    const grave = results.filter((result) => isAbnormal(reportedIn(result).flag))
    // Abnormal results are reviewed one by one, normal results together (RES-13).
    for (const read of [...grave.map((one) => [one]), results.filter((one) => !grave.includes(one))])
      review(stay, report, read, at, chance.id())
  }
}

function review(stay: EncounterBuilder, report: Step, read: readonly Observation[], at: string, taskId: string): void {
  const [first, ...others] = read.map(asReported)
  if (!first) return
  const { attending } = stay.demo
  const by = { userId: attending.userId, name: attending.name }
  const task = reviewTask(taskId, [first, ...others], { subject: report.subject, by, at })
  const reviewed = [first, ...others].map(({ id }) => ({ observationId: id ?? '', versionId: '1' }))
  stay.steps.push({
    actor: actorOf(attending),
    subject: report.subject,
    at,
    write: [task],
    happened: [{ type: 'lab.result.reviewed', resource: first, data: { by, at, reviewed }, occurredAt: at }],
  })
}
