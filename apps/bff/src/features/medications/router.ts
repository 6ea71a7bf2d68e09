import { medicationsView, prescribeInput, searchDrugsInput, stopMedicationInput } from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { authenticated, command, router } from '../../commands/trpc.ts'
import { prescribe, stopMedication } from './commands.ts'
import { searchDrugs } from './queries.ts'

export const medicationsRouter = router({
  list: patientList(medicationsView),
  drugs: authenticated.input(searchDrugsInput).query(({ input }) => searchDrugs(input)),
  prescribe: command.input(prescribeInput).mutation(({ ctx, input }) => prescribe(ctx, input)),
  stop: command.input(stopMedicationInput).mutation(({ ctx, input }) => stopMedication(ctx, input)),
})
