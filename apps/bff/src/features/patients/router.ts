import { patientIdSchema, searchPatientsInput } from '@wardline/events'
import * as z from 'zod'
import { router, signedIn } from '../../commands/trpc.ts'
import { patientSummary, searchPatients } from './queries.ts'

export const patientsRouter = router({
  search: signedIn.input(searchPatientsInput).query(({ ctx, input }) => searchPatients(ctx, input)),
  summary: signedIn.input(z.object({ patientId: patientIdSchema })).query(({ ctx, input }) => patientSummary(ctx, input.patientId)),
})
