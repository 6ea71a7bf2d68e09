import { censusView, type PatientId, type PatientRow, patientView, rooms, type SearchPatients } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustSeePatient } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { searchWords } from './search-words.ts'

/** Searches the census of the user's units, or of one of them. */
export async function searchPatients(ctx: AuthenticatedContext, { query, unitId, limit, cursor }: SearchPatients) {
  const units = ctx.user.units.filter((unit) => !unitId || unit.unitId === unitId)
  if (units.length === 0) throw new Refusal('NOT_ALLOWED')
  const search = query ? searchWords(query) : undefined
  return ctx.snapshot(
    censusView,
    units.map((unit) => rooms.unit(unit.unitId)),
    { limit, cursor, ...(search ? { search } : {}) },
  )
}

/** Returns the chart as the user's audience may see it, read at one moment, with the patient row for the banner. */
export async function patientSummary(ctx: AuthenticatedContext, patientId: PatientId) {
  await mustSeePatient(ctx, patientId)
  const chart = await ctx.chart(patientId)
  const [patient] = (chart.views[patientView.name]?.rows ?? []) as readonly PatientRow[]
  return { ...chart, patient: patient ?? null }
}
