import type { CheckDuplicates, SearchCatalogue } from '@wardline/events'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustSeePatient } from '../../commands/permits.ts'
import { type OrderSet, orderSets } from '../../reference-data/orders/order-sets.ts'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { catalogueVersion, orderableOf, orderables } from '../../reference-data/orders/orderables.ts'
import { rankedSearch } from '../../reference-data/ranked-search.ts'
import { type Duplicate, duplicatesOf } from './policy.ts'

/** Entry of the catalogue: an orderable, or an order set with its orderables. */
export type CatalogueRow =
  | ({ readonly kind: 'orderable' } & Orderable)
  | ({ readonly kind: 'set' } & Omit<OrderSet, 'lines'> & { readonly lines: readonly OrderSetLine[] })
interface OrderSetLine {
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

const FREQUENCY_DAYS = 90
/** Number of a user's latest orders that determine the frequent ones. */
const FREQUENCY_ORDERS = 200

/** Returns how often the user ordered each code recently, counted from the orders themselves. */
async function orderFrequencies(ctx: AuthenticatedContext): Promise<ReadonlyMap<string, number>> {
  const since = new Date(ctx.now().getTime() - FREQUENCY_DAYS * 24 * 3_600_000).toISOString()
  const requester = `Practitioner/${ctx.actor.userId}`
  const recentOrders = await ctx.resources.find('ServiceRequest', { requester, since, limit: FREQUENCY_ORDERS })
  const counts = new Map<string, number>()
  for (const { status, code } of recentOrders) {
    const orderedCode = code?.coding?.[0]?.code
    if (orderedCode && status !== 'revoked' && status !== 'entered-in-error') counts.set(orderedCode, (counts.get(orderedCode) ?? 0) + 1)
  }
  return counts
}

/** Returns orderables and order sets that match the query, best first; equal matches by the user's frequency (ORD-1). */
export async function searchCatalogue(ctx: AuthenticatedContext, { query, limit }: SearchCatalogue) {
  const frequencies = await orderFrequencies(ctx)
  const entries = catalogue.map((row) => ({ ...row, timesOrdered: row.kind === 'orderable' ? (frequencies.get(row.code) ?? 0) : 0 }))
  const byFrequency = entries.toSorted((a, b) => b.timesOrdered - a.timesOrdered)
  return { rows: rankedSearch(byFrequency, query).slice(0, limit ?? 50), version: catalogueVersion, nextCursor: null }
}

/** At least the longest duplicate window of the catalogue. */
const LOOK_BACK_MS = 21 * 24 * 3_600_000

/** Returns active orders and recent results that the new orders would duplicate. */
export async function findDuplicates(
  ctx: AuthenticatedContext,
  patientId: string,
  requested: readonly Orderable[],
): Promise<readonly Duplicate[]> {
  const analytes = [...new Set(requested.flatMap((orderable) => orderable.analytes))]
  const since = new Date(ctx.now().getTime() - LOOK_BACK_MS).toISOString()
  const active = await ctx.resources.find('ServiceRequest', {
    patientId,
    status: ['active', 'on-hold'],
    limit: 500,
  })
  const results = analytes.length ? await ctx.resources.find('Observation', { patientId, codes: analytes, since, limit: 500 }) : []
  return requested.flatMap((orderable) => duplicatesOf(orderable, active, results, ctx.now()))
}

/** Called while drafting, and again whenever a colleague signs an order (ORD-7). */
export async function checkDuplicates(ctx: AuthenticatedContext, { patientId, orderableIds }: CheckDuplicates) {
  await mustSeePatient(ctx, patientId)
  const requested = orderableIds.flatMap((id) => orderableOf(id) ?? [])
  const rows = requested.length ? await findDuplicates(ctx, patientId, requested) : []
  // Results shown as duplicates are audited as read.
  if (rows.length)
    await ctx.audit.recordRead(
      patientId,
      rows.map(({ kind, id }) => `${kind === 'result' ? 'Observation' : 'ServiceRequest'}/${id}`),
    )
  return { rows }
}
