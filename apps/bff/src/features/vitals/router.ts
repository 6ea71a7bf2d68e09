import { recordVitalsInput, vitalsView } from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { command, router } from '../../commands/trpc.ts'
import { recordVitals } from './commands.ts'

export const vitalsRouter = router({
  list: patientList(vitalsView),
  record: command.input(recordVitalsInput).mutation(({ ctx, input }) => recordVitals(ctx, input)),
})
