import { resultsView, reviewResultsInput, rooms, trendInput } from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { mustSeePatient } from '../../commands/permits.ts'
import { authenticated, command, router } from '../../commands/trpc.ts'
import { reviewResults } from './commands.ts'
import { criticalLimitsOf } from './limits.ts'

export const resultsRouter = router({
  list: patientList(resultsView),
  /** One analyte's values, newest first, with critical limits; the client separates units (FMT-10). */
  trend: authenticated.input(trendInput).query(async ({ ctx, input: { patientId, code, limit, cursor } }) => {
    const { subject } = await mustSeePatient(ctx, patientId)
    const trend = await ctx.snapshot(resultsView, rooms.patient(patientId), { limit, cursor, where: { code } })
    const at = trend.rows[0]?.collectedAt ?? ctx.now().toISOString()
    return { ...trend, critical: subject && criticalLimitsOf(code, subject, at) }
  }),
  review: command.input(reviewResultsInput).mutation(({ ctx, input }) => reviewResults(ctx, input)),
})
