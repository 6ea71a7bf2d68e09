import { addAllergyInput, allergiesView, noKnownAllergiesInput, removeAllergyInput } from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { command, router } from '../../commands/trpc.ts'
import { addAllergy, recordNoKnownAllergies, removeAllergy } from './commands.ts'

export const allergiesRouter = router({
  list: patientList(allergiesView),
  add: command.input(addAllergyInput).mutation(({ ctx, input }) => addAllergy(ctx, input)),
  noneKnown: command.input(noKnownAllergiesInput).mutation(({ ctx, input }) => recordNoKnownAllergies(ctx, input)),
  remove: command.input(removeAllergyInput).mutation(({ ctx, input }) => removeAllergy(ctx, input)),
})
