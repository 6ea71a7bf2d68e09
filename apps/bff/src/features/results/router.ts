import { resultsView, reviewResultsInput, rooms, trendInput } from '@wardline/events'
import { patientList } from '../../platform/patient-list.ts'
import { mustSeePatient } from '../../platform/permits.ts'
import { command, router, signedIn } from '../../platform/trpc.ts'
import { reviewResults } from './commands.ts'

export const resultsRouter = router({
  list: patientList(resultsView),
  /** One analyte's values, newest first; different units are told apart by the reader (FMT-10). */
  trend: signedIn.input(trendInput).query(async ({ ctx, input: { patientId, code, limit, cursor } }) => {
    await mustSeePatient(ctx, patientId)
    return ctx.snapshot(resultsView, rooms.patient(patientId), { limit, cursor, where: { code } })
  }),
  review: command.input(reviewResultsInput).mutation(({ ctx, input }) => reviewResults(ctx, input)),
})
