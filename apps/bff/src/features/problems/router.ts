import { addProblemInput, problemsView, resolveProblemInput } from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { command, router } from '../../commands/trpc.ts'
import { addProblem, resolveProblem } from './commands.ts'

export const problemsRouter = router({
  list: patientList(problemsView),
  add: command.input(addProblemInput).mutation(({ ctx, input }) => addProblem(ctx, input)),
  resolve: command.input(resolveProblemInput).mutation(({ ctx, input }) => resolveProblem(ctx, input)),
})
