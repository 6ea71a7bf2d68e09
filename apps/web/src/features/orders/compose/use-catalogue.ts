import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type OrderRow, type PatientId, type ResultRow, resultsView, rooms } from '@wardline/events'
import { useDeferredValue } from 'react'
import { useTRPC, useTRPCClient } from '../../../api/trpc.ts'
import { useView } from '../../../sync/hooks/use-view.ts'
import type { CatalogueRow, Duplicate } from './catalogue.ts'

/** More than a screenful is not read; the next letter narrows it. */
const SHOWN = 12

/** What the catalogue has for the words typed so far, best first (ORD-1). */
export function useCatalogue(typed: string): { rows: readonly CatalogueRow[]; searching: boolean; failed: boolean } {
  const trpc = useTRPC()
  const query = useDeferredValue(typed.trim())
  const found = useQuery({
    ...trpc.orders.catalogue.queryOptions({ query, limit: SHOWN }),
    enabled: query !== '',
    // The catalogue changes with the release of the hospital's lists, not during a session.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  return {
    rows: query === '' ? [] : (found.data?.rows ?? []),
    searching: found.isFetching || query !== typed.trim(),
    failed: found.isError,
  }
}

/** What of a patient's rows decides about duplicates: which orders stand, and what was resulted. */
const signature = (orders: readonly OrderRow[], results: readonly ResultRow[]): string =>
  [
    ...orders.filter(({ status }) => status === 'active' || status === 'on-hold').map(({ id }) => id),
    // A corrected value is another answer than the one that was shown.
    ...results.slice(0, 200).map(({ id, versionId }) => `${id} ${versionId}`),
  ].join()

const noDuplicates: readonly Duplicate[] = []

export interface Duplicates {
  readonly of: (orderableId: string) => readonly Duplicate[]
  /** The question could not be asked; said so, never taken for "none". */
  readonly notChecked: boolean
}

/**
 * Standing orders and recent results the basket would repeat (ORD-7). Asked again as soon as the stream brings an
 * order or a result of this patient, so that a colleague's signature shows while one is still drafting.
 */
export function useDuplicates(patientId: PatientId, orderableIds: readonly string[], orders: readonly OrderRow[]): Duplicates {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const results = useView(resultsView, { room: rooms.patient(patientId) }, trpc.results.list.queryOptions({ patientId }))
  const question = { patientId, orderableIds: orderableIds.toSorted() }
  const asked = useQuery({
    queryKey: [...trpc.orders.duplicates.queryKey(question), signature(orders, results.rows)],
    queryFn: () => client.orders.duplicates.query(question),
    enabled: orderableIds.length > 0,
    placeholderData: keepPreviousData,
    // Time alone ends a window; what came meanwhile is in the key.
    staleTime: 60_000,
  })
  const rows: readonly Duplicate[] = orderableIds.length > 0 ? (asked.data?.rows ?? noDuplicates) : noDuplicates
  return { of: (orderableId) => rows.filter((row) => row.orderableId === orderableId), notChecked: asked.isError }
}
