import {
  amendOrderInput,
  checkDuplicatesInput,
  ordersView,
  placeOrdersInput,
  recallOrdersInput,
  revokeOrderInput,
  searchCatalogueInput,
} from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { authenticated, command, router } from '../../commands/trpc.ts'
import { amendOrder, placeOrders, recallOrders, revokeOrder } from './commands.ts'
import { checkDuplicates, searchCatalogue } from './queries.ts'

export const ordersRouter = router({
  catalogue: authenticated.input(searchCatalogueInput).query(({ ctx, input }) => searchCatalogue(ctx, input)),
  list: patientList(ordersView),
  duplicates: authenticated.input(checkDuplicatesInput).query(({ ctx, input }) => checkDuplicates(ctx, input)),
  place: command.input(placeOrdersInput).mutation(({ ctx, input }) => placeOrders(ctx, input)),
  amend: command.input(amendOrderInput).mutation(({ ctx, input }) => amendOrder(ctx, input)),
  recall: command.input(recallOrdersInput).mutation(({ ctx, input }) => recallOrders(ctx, input)),
  revoke: command.input(revokeOrderInput).mutation(({ ctx, input }) => revokeOrder(ctx, input)),
})
