import {
  audienceOf,
  audienceOfEvent,
  type ChartAsOfQuery,
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

export interface LogOptions {
  readonly queries: EventQueries
  readonly chartHistory: ChartHistory
  readonly log: Pick<RoomLogReader, 'epoch'>
}

/** Row of an event list; patient and content only when the reader may see the event. */
function eventRow(event: ClinicalEvent, isVisible: boolean) {
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
    patient: isVisible ? subject : null,
    content: isVisible ? JSON.stringify({ resource, related: event.related, data: event.data }, null, 2) : null,
  }
}

/** Returns event rows and audits the read for each patient shown. */
async function auditedRows(ctx: AuthenticatedContext, events: readonly ClinicalEvent[], what: string) {
  const rows = events.map((event) => eventRow(event, audienceOfEvent(event).includes(audienceOf(ctx.actor.role))))
  const shown = new Set(rows.flatMap(({ patient }) => (patient ? [patient.patientId] : [])))
  for (const patientId of shown) {
    await mustSeePatient(ctx, patientId)
    await ctx.audit.recordRead(patientId, [what])
  }
  return { rows }
}

/** Returns all events with one correlation id, in order (document 003). */
export async function correlatedEvents({ queries }: LogOptions, ctx: AuthenticatedContext, correlationId: string) {
  await mustAdminister(ctx)
  return auditedRows(ctx, await queries.correlated(correlationId), `log of ${correlationId}`)
}

/** Returns an event with its causes and effects. */
export async function causesOfEvent({ queries }: LogOptions, ctx: AuthenticatedContext, eventId: string) {
  await mustAdminister(ctx)
  return auditedRows(ctx, await queries.chain(eventId), `causes of ${eventId}`)
}

const NEWEST = 100

/** Returns the newest events, without patient data. */
export async function latestEvents({ queries }: LogOptions, ctx: AuthenticatedContext) {
  await mustAdminister(ctx)
  return { rows: (await queries.latest(NEWEST)).map((event) => eventRow(event, false)) }
}

const MINUTE_MS = 60_000

/** Returns counts by type in tumbling windows; the last one is the current, incomplete window. */
export async function eventWindows(
  { queries }: LogOptions,
  ctx: AuthenticatedContext,
  { minutes, windows }: { minutes: number; windows: number },
) {
  await mustAdminister(ctx)
  const length = minutes * MINUTE_MS
  const last = Math.floor(ctx.now().getTime() / length) * length
  const starts = Array.from({ length: windows }, (_, index) => new Date(last - (windows - 1 - index) * length).toISOString())
  const counts = Map.groupBy(await queries.windows(new Date(starts[0] ?? last), minutes), ({ from }) => from)
  return {
    minutes,
    windows: starts.map((from) => ({ from, counts: Object.fromEntries((counts.get(from) ?? []).map(({ type, count }) => [type, count])) })),
  }
}

/** Returns the timeline of a patient's log, as visible to the reader. */
export async function patientTimeline({ chartHistory }: LogOptions, ctx: AuthenticatedContext, patientId: PatientId) {
  await mustSeePatient(ctx, patientId)
  await ctx.audit.recordRead(patientId, ['timeline'])
  return { marks: await chartHistory.timeline(patientId, audienceOf(ctx.actor.role)) }
}

/** Returns a historical chart: uses today's access rights on historical rows. */
export async function chartAsOf({ chartHistory, log }: LogOptions, ctx: AuthenticatedContext, { patientId, at }: ChartAsOfQuery) {
  await mustSeePatient(ctx, patientId)
  const chart = await chartHistory.chart(patientId, at, audienceOf(ctx.actor.role))
  await ctx.audit.recordRead(patientId, [`chart as of ${chart.seq}`])
  const [patient] = (chart.views[patientView.name] ?? []) as readonly PatientRow[]
  return {
    asOf: { epoch: log.epoch, seq: chart.seq },
    positions: { [rooms.patient(patientId)]: chart.seq },
    recordedAt: chart.recordedAt,
    views: chart.views,
    patient: patient ?? null,
  }
}
