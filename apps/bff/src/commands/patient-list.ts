import { patientQuery, rooms, type View, type ViewRow } from '@wardline/events'
import { mustSeePatient } from './permits.ts'
import { authenticated } from './trpc.ts'

/** Query for one patient's rows of a view. */
export const patientList = <Row extends ViewRow>(view: View<Row>) =>
  authenticated.input(patientQuery).query(async ({ ctx, input: { patientId, limit, cursor } }) => {
    await mustSeePatient(ctx, patientId)
    return ctx.snapshot(view, rooms.patient(patientId), { limit, cursor })
  })
