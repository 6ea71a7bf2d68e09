import { patientIdSchema, searchPatientsInput } from '@wardline/events'
import * as z from 'zod'
import { authenticated, router } from '../../commands/trpc.ts'
import { patientSummary, searchPatients } from './queries.ts'

export const patientsRouter = router({
  search: authenticated.input(searchPatientsInput).query(({ ctx, input }) => searchPatients(ctx, input)),
  summary: authenticated.input(z.object({ patientId: patientIdSchema })).query(({ ctx, input }) => patientSummary(ctx, input.patientId)),
})
