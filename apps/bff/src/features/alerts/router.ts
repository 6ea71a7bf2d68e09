import { acknowledgeAlertInput, alertsView, listAlertsInput, myAlertsView, rooms } from '@wardline/events'
import { mustSeePatient } from '../../commands/permits.ts'
import { authenticated, command, router } from '../../commands/trpc.ts'
import { acknowledgeAlert } from './commands.ts'

export const alertsRouter = router({
  /** A patient's alerts, or, without a patient, those addressed to the signed-in user. */
  list: authenticated.input(listAlertsInput).query(async ({ ctx, input: { patientId, limit, cursor } }) => {
    if (!patientId) return ctx.snapshot(myAlertsView, rooms.user(ctx.actor.userId), { limit, cursor })
    await mustSeePatient(ctx, patientId)
    return ctx.snapshot(alertsView, rooms.patient(patientId), { limit, cursor })
  }),
  acknowledge: command.input(acknowledgeAlertInput).mutation(({ ctx, input }) => acknowledgeAlert(ctx, input)),
})
