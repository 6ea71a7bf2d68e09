import { chartAsOfQuery, correlatedEventsQuery, eventCausesQuery, eventWindowsQuery, timelineQuery } from '@wardline/events'
import { authenticated, router } from '../../commands/trpc.ts'
import { causesOfEvent, chartAsOf, correlatedEvents, eventWindows, type LogOptions, latestEvents, patientTimeline } from './queries.ts'

/** Queries on the event log: by correlation, cause and time, and charts at any point of their history. */
export const logRouter = (options: LogOptions) =>
  router({
    latest: authenticated.query(({ ctx }) => latestEvents(options, ctx)),
    correlated: authenticated.input(correlatedEventsQuery).query(({ ctx, input }) => correlatedEvents(options, ctx, input.correlationId)),
    causes: authenticated.input(eventCausesQuery).query(({ ctx, input }) => causesOfEvent(options, ctx, input.eventId)),
    windows: authenticated.input(eventWindowsQuery).query(({ ctx, input }) => eventWindows(options, ctx, input)),
    timeline: authenticated.input(timelineQuery).query(({ ctx, input }) => patientTimeline(options, ctx, input.patientId)),
    asOf: authenticated.input(chartAsOfQuery).query(({ ctx, input }) => chartAsOf(options, ctx, input)),
  })
