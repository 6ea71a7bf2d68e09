import { asOfAsked, causesAsked, correlatedAsked, timelineAsked, windowsAsked } from '@wardline/events'
import { authenticated, router } from '../../commands/trpc.ts'
import { causesOfEvent, chartAsOf, correlatedEvents, eventWindows, type LogParts, latestEvents, patientTimeline } from './queries.ts'

/** The log itself: by what belongs together, by cause, by time, and as a patient's chart of any moment. */
export const logRouter = (parts: LogParts) =>
  router({
    latest: authenticated.query(({ ctx }) => latestEvents(parts, ctx)),
    correlated: authenticated.input(correlatedAsked).query(({ ctx, input }) => correlatedEvents(parts, ctx, input.correlationId)),
    causes: authenticated.input(causesAsked).query(({ ctx, input }) => causesOfEvent(parts, ctx, input.eventId)),
    windows: authenticated.input(windowsAsked).query(({ ctx, input }) => eventWindows(parts, ctx, input)),
    timeline: authenticated.input(timelineAsked).query(({ ctx, input }) => patientTimeline(parts, ctx, input.patientId)),
    asOf: authenticated.input(asOfAsked).query(({ ctx, input }) => chartAsOf(parts, ctx, input)),
  })
