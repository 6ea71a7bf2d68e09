import type { CheckDuplicates, SearchCatalogue } from '@wardline/events'
import type { Observation, ServiceRequest } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustSeePatient } from '../../commands/permits.ts'
import { type OrderSet, orderSets } from '../../reference-data/orders/order-sets.ts'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { catalogueVersion, orderableOf, orderables } from '../../reference-data/orders/orderables.ts'
import { ranked } from '../../reference-data/ranked-search.ts'
import { type Duplicate, duplicatesOf } from './policy.ts'

/** A line of the catalogue: one orderable, or a set with its lines spelled out. */
export type CatalogueRow =
  | ({ readonly kind: 'orderable' } & Orderable)
  | ({ readonly kind: 'set' } & Omit<OrderSet, 'lines'> & { readonly lines: readonly SetLine[] })
interface SetLine {
  readonly orderable: Orderable
  readonly preselected: boolean
}

const withLines = ({ lines, ...set }: OrderSet): CatalogueRow => ({
  kind: 'set',
  ...set,
  lines: lines.flatMap(({ orderableId, preselected }) => {
    const orderable = orderableOf(orderableId)
    return orderable ? [{ orderable, preselected }] : []
  }),
})

const catalogue: readonly CatalogueRow[] = [
  ...orderSets.map(withLines),
  ...orderables.map((orderable): CatalogueRow => ({ kind: 'orderable', ...orderable })),
]

const HABITS_DAYS = 90
/** So many of somebody's latest orders say what they usually order. */
const HABITS_ORDERS = 200

/** How often this person ordered each code lately; read from the orders themselves, so that nothing has to be kept true. */
async function habitsOf(ctx: AuthenticatedContext): Promise<ReadonlyMap<string, number>> {
  const since = new Date(ctx.now().getTime() - HABITS_DAYS * 24 * 3_600_000).toISOString()
  const requester = `Practitioner/${ctx.actor.userId}`
  const own = await ctx.resources.find('ServiceRequest', { requester, since, limit: HABITS_ORDERS })
  const times = new Map<string, number>()
  for (const { status, code } of own) {
    const ordered = code?.coding?.[0]?.code
    if (ordered && status !== 'revoked' && status !== 'entered-in-error') times.set(ordered, (times.get(ordered) ?? 0) + 1)
  }
  return times
}

/** Orderables and order sets that answer the words, best first; equally good ones by how often this person orders them (ORD-1). */
export async function searchCatalogue(ctx: AuthenticatedContext, { query, limit }: SearchCatalogue) {
  const habits = await habitsOf(ctx)
  const known = catalogue.map((row) => ({ ...row, timesOrdered: row.kind === 'orderable' ? (habits.get(row.code) ?? 0) : 0 }))
  const usualFirst = known.toSorted((a, b) => b.timesOrdered - a.timesOrdered)
  return { rows: ranked(usualFirst, query).slice(0, limit ?? 50), version: catalogueVersion, nextCursor: null }
}

/** Long enough for the widest window of the catalogue. */
const LOOK_BACK_MS = 21 * 24 * 3_600_000

/** Standing orders and recent results that what is about to be ordered would repeat. */
export async function repeatsOf(ctx: AuthenticatedContext, patientId: string, wanted: readonly Orderable[]): Promise<readonly Duplicate[]> {
  const analytes = [...new Set(wanted.flatMap((orderable) => orderable.analytes))]
  const since = new Date(ctx.now().getTime() - LOOK_BACK_MS).toISOString()
  const standing: readonly ServiceRequest[] = await ctx.resources.find('ServiceRequest', {
    patientId,
    status: ['active', 'on-hold'],
    limit: 500,
  })
  const results: readonly Observation[] = analytes.length
    ? await ctx.resources.find('Observation', { patientId, codes: analytes, since, limit: 500 })
    : []
  return wanted.flatMap((orderable) => duplicatesOf(orderable, standing, results, ctx.now()))
}

/** Asked while drafting, and again whenever a colleague signs something (ORD-7). */
export async function checkDuplicates(ctx: AuthenticatedContext, { patientId, orderableIds }: CheckDuplicates) {
  await mustSeePatient(ctx, patientId)
  const wanted = orderableIds.flatMap((id) => orderableOf(id) ?? [])
  const rows = wanted.length ? await repeatsOf(ctx, patientId, wanted) : []
  // A result that is shown as a duplicate was seen.
  if (rows.length)
    await ctx.audit.viewed(
      patientId,
      rows.map(({ kind, id }) => `${kind === 'result' ? 'Observation' : 'ServiceRequest'}/${id}`),
    )
  return { rows }
}
