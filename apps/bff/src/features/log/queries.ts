import {
  type AsOfAsked,
  audienceOf,
  audienceOfEvent,
  type ClinicalEvent,
  type PatientId,
  type PatientRow,
  patientView,
  rooms,
} from '@wardline/events'
import type { RoomLogReader } from '@wardline/sync/server'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister, mustSeePatient } from '../../commands/permits.ts'
import type { EventQueries } from '../../record/log/event-queries.ts'
import type { ChartHistory } from '../../record/read/chart-history.ts'

export interface LogParts {
  readonly tools: EventQueries
  readonly past: ChartHistory
  readonly log: Pick<RoomLogReader, 'epoch'>
}

/** An event in a list. Whom it is about and what it says only when it is open to the reader. */
function tracedAs(event: ClinicalEvent, open: boolean) {
  const { eventId, type, occurredAt, recordedAt, actor, correlationId, causationId, commandId, source, action, resource, subject } = event
  return {
    eventId,
    type,
    action,
    resourceType: resource.resourceType,
    occurredAt,
    recordedAt,
    by: { name: actor.name, role: actor.role },
    source: source.service,
    correlationId,
    causationId,
    commandId,
    patient: open ? subject : null,
    content: open ? JSON.stringify({ resource, related: event.related, data: event.data }, null, 2) : null,
  }
}

/** The patients whose events were shown stand in the audit trail, each under their own name. */
async function traced(ctx: AuthenticatedContext, events: readonly ClinicalEvent[], what: string) {
  const rows = events.map((event) => tracedAs(event, audienceOfEvent(event).includes(audienceOf(ctx.actor.role))))
  const shown = new Set(rows.flatMap(({ patient }) => (patient ? [patient.patientId] : [])))
  for (const patientId of shown) {
    await mustSeePatient(ctx, patientId)
    await ctx.audit.viewed(patientId, [what])
  }
  return { rows }
}

/** Everything that followed from one act, in order (document 003). */
export async function correlatedEvents({ tools }: LogParts, ctx: AuthenticatedContext, correlationId: string) {
  await mustAdminister(ctx)
  return traced(ctx, await tools.correlated(correlationId), `log of ${correlationId}`)
}

/** What led to an event and what followed from it. */
export async function causesOfEvent({ tools }: LogParts, ctx: AuthenticatedContext, eventId: string) {
  await mustAdminister(ctx)
  return traced(ctx, await tools.chain(eventId), `causes of ${eventId}`)
}

const NEWEST = 100

/** The newest events to begin from: their envelopes, of nobody in particular. */
export async function latestEvents({ tools }: LogParts, ctx: AuthenticatedContext) {
  await mustAdminister(ctx)
  return { rows: (await tools.latest(NEWEST)).map((event) => tracedAs(event, false)) }
}

const MINUTE_MS = 60_000

/** Counts by type in tumbling windows, the present one last and not yet full. */
export async function eventWindows(
  { tools }: LogParts,
  ctx: AuthenticatedContext,
  { minutes, windows }: { minutes: number; windows: number },
) {
  await mustAdminister(ctx)
  const length = minutes * MINUTE_MS
  const last = Math.floor(ctx.now().getTime() / length) * length
  const begins = Array.from({ length: windows }, (_, index) => new Date(last - (windows - 1 - index) * length).toISOString())
  const counts = Map.groupBy(await tools.windows(new Date(begins[0] ?? last), minutes), ({ from }) => from)
  return {
    minutes,
    windows: begins.map((from) => ({ from, counts: Object.fromEntries((counts.get(from) ?? []).map(({ type, count }) => [type, count])) })),
  }
}

/** Moments of a patient's log that this reader may see, for going back to. */
export async function patientTimeline({ past }: LogParts, ctx: AuthenticatedContext, patientId: PatientId) {
  await mustSeePatient(ctx, patientId)
  await ctx.audit.viewed(patientId, ['timeline'])
  return { marks: await past.timeline(patientId, audienceOf(ctx.actor.role)) }
}

/** The patient's chart as it was: the rights are those of today, the rows those of then. */
export async function chartAsOf({ past, log }: LogParts, ctx: AuthenticatedContext, { patientId, at }: AsOfAsked) {
  await mustSeePatient(ctx, patientId)
  const chart = await past.chart(patientId, at, audienceOf(ctx.actor.role))
  await ctx.audit.viewed(patientId, [`chart as of ${chart.seq}`])
  const [patient] = (chart.views[patientView.name] ?? []) as readonly PatientRow[]
  return {
    asOf: { epoch: log.epoch, seq: chart.seq },
    positions: { [rooms.patient(patientId)]: chart.seq },
    recordedAt: chart.recordedAt,
    views: chart.views,
    patient: patient ?? null,
  }
}
