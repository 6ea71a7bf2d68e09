import { censusView, type PatientId, type PatientRow, patientView, rooms, type SearchPatients } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustSeePatient } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { rankMatches } from './rank-matches.ts'
import { searchWords } from './search-words.ts'

/** Matches that are compared with each other; a query that matches more patients is too short to have a best match. */
const RANKED_MATCHES = 500

/** Searches the census of the user's units, or of one of them; the matches of a query are returned best first. */
export async function searchPatients(ctx: AuthenticatedContext, { query, unitId, limit, cursor }: SearchPatients) {
  const units = ctx.user.units.filter((unit) => !unitId || unit.unitId === unitId)
  if (units.length === 0) throw new Refusal('NOT_ALLOWED')
  const unitRooms = units.map((unit) => rooms.unit(unit.unitId))
  const search = query ? searchWords(query) : ''
  if (search === '' || cursor) return ctx.snapshot(censusView, unitRooms, { limit, cursor, ...(search ? { search } : {}) })
  const wanted = limit ?? RANKED_MATCHES
  const found = await ctx.snapshot(censusView, unitRooms, { limit: Math.max(wanted, RANKED_MATCHES), search })
  const rows = rankMatches(found.rows, search)
  return { ...found, rows: rows.slice(0, wanted), nextCursor: rows.length > wanted ? null : found.nextCursor }
}

/** Returns the chart as the user's audience may see it, read at one moment, with the patient row for the banner. */
export async function patientSummary(ctx: AuthenticatedContext, patientId: PatientId) {
  await mustSeePatient(ctx, patientId)
  const chart = await ctx.chart(patientId)
  const [patient] = (chart.views[patientView.name]?.rows ?? []) as readonly PatientRow[]
  return { ...chart, patient: patient ?? null }
}
