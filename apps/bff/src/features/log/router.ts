import { asOfAsked, causesAsked, correlatedAsked, timelineAsked, windowsAsked } from '@wardline/events'
import { router, signedIn } from '../../commands/trpc.ts'
import { causesOfEvent, chartAsOf, correlatedEvents, eventWindows, type LogParts, latestEvents, patientTimeline } from './queries.ts'

/** The log itself: by what belongs together, by cause, by time, and as a patient's chart of any moment. */
export const logRouter = (parts: LogParts) =>
  router({
    latest: signedIn.query(({ ctx }) => latestEvents(parts, ctx)),
    correlated: signedIn.input(correlatedAsked).query(({ ctx, input }) => correlatedEvents(parts, ctx, input.correlationId)),
    causes: signedIn.input(causesAsked).query(({ ctx, input }) => causesOfEvent(parts, ctx, input.eventId)),
    windows: signedIn.input(windowsAsked).query(({ ctx, input }) => eventWindows(parts, ctx, input)),
    timeline: signedIn.input(timelineAsked).query(({ ctx, input }) => patientTimeline(parts, ctx, input.patientId)),
    asOf: signedIn.input(asOfAsked).query(({ ctx, input }) => chartAsOf(parts, ctx, input)),
  })
