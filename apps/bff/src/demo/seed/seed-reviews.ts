import { isAbnormal, reportedIn, type WithId } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import { buildReviewTask } from '../../fhir-builders/results/review.ts'
import { type EncounterBuilder, MINUTE_MS } from '../patients/encounter-builder.ts'
import { randomFrom, seedOf } from '../random.ts'
import { actorOf } from '../staff.ts'
import { asRecorded, type SeedStep } from './seed-steps.ts'

/** Reports are reviewed within this many minutes; newer ones still await review. */
const [MIN_DELAY_MINUTES, MAX_DELAY_MINUTES] = [30, 120]
/** Reports older than this need no review. */
const REVIEW_WINDOW_MINUTES = 31 * 24 * 60

/** Seeds reviews by the attending physician for all reports but those of the last hour or two (RES-11). */
export function seedReviews(stay: EncounterBuilder): void {
  const chance = randomFrom(seedOf(`${stay.demo.key} reviews`))
  const now = Date.parse(stay.minutesAgo(0))
  const reviewFrom = stay.minutesAgo(REVIEW_WINDOW_MINUTES)
  for (const report of stay.steps.filter(
    ({ at, events }) => at >= reviewFrom && events.some(({ type }) => type === 'lab.result.available'),
  )) {
    const at = stay.after(report.at, MIN_DELAY_MINUTES + chance.below(MAX_DELAY_MINUTES - MIN_DELAY_MINUTES))
    if (Date.parse(at) > now - MINUTE_MS) continue
    const results = report.resources.filter((resource): resource is WithId<Observation> => resource.resourceType === 'Observation')
    const abnormal = results.filter((result) => isAbnormal(reportedIn(result).flag))
    // Abnormal results are reviewed one by one, normal results together (RES-13).
    for (const group of [...abnormal.map((one) => [one]), results.filter((one) => !abnormal.includes(one))])
      seedReview(stay, report, group, at, chance.id())
  }
}

function seedReview(stay: EncounterBuilder, report: SeedStep, group: readonly WithId<Observation>[], at: string, taskId: string): void {
  // The demo corrects no result, so each is reviewed in version 1.
  const [first, ...others] = group.map((result) => asRecorded(result, report.at))
  if (!first) return
  const { attending } = stay.demo
  const by = { userId: attending.userId, name: attending.name }
  const task = buildReviewTask(taskId, [first, ...others], { subject: report.subject, by, at })
  const reviewed = [first, ...others].map(({ id }) => ({ observationId: id, versionId: '1' }))
  stay.steps.push({
    actor: actorOf(attending),
    subject: report.subject,
    at,
    resources: [task],
    events: [{ type: 'lab.result.reviewed', resource: first, data: { by, at, reviewed }, occurredAt: at }],
  })
}
