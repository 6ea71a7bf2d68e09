import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type OrderRow, type PatientId, type ResultRow, resultsView, rooms } from '@wardline/events'
import { useDeferredValue } from 'react'
import { useTRPC, useTRPCClient } from '../../../api/trpc.ts'
import { useView } from '../../../sync/hooks/use-view.ts'
import type { CatalogueRow, Duplicate } from './catalogue.ts'

/** One screenful; the next letter narrows the search. */
const PAGE_SIZE = 12

/** Returns the catalogue entries that match the search text, best match first (ORD-1). */
export function useCatalogue(searchText: string): { rows: readonly CatalogueRow[]; isSearching: boolean; hasFailed: boolean } {
  const trpc = useTRPC()
  const query = useDeferredValue(searchText.trim())
  const catalogueQuery = useQuery({
    ...trpc.orders.catalogue.queryOptions({ query, limit: PAGE_SIZE }),
    enabled: query !== '',
    // The catalogue changes only with a release of the hospital's lists.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  return {
    rows: query === '' ? [] : (catalogueQuery.data?.rows ?? []),
    isSearching: catalogueQuery.isFetching || query !== searchText.trim(),
    hasFailed: catalogueQuery.isError,
  }
}

/** Returns a key of the rows that decide about duplicates: active orders and recent results. */
const versionKeyOf = (orders: readonly OrderRow[], results: readonly ResultRow[]): string =>
  [
    ...orders.filter(({ status }) => status === 'active' || status === 'on-hold').map(({ id }) => id),
    // The version is part of the key, because a corrected value must replace the one shown.
    ...results.slice(0, 200).map(({ id, versionId }) => `${id} ${versionId}`),
  ].join()

const noDuplicates: readonly Duplicate[] = []

export interface Duplicates {
  readonly forOrderable: (orderableId: string) => readonly Duplicate[]
  /** True when the check failed; the screen must not show this as “no duplicates”. */
  readonly hasFailed: boolean
}

/**
 * Returns active orders and recent results that the unsigned orders would duplicate (ORD-7). The query runs again when
 * an order or result of this patient arrives, so that an order signed by a colleague shows while drafting.
 */
export function useDuplicates(patientId: PatientId, orderableIds: readonly string[], orders: readonly OrderRow[]): Duplicates {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const results = useView(resultsView, { room: rooms.patient(patientId) }, trpc.results.list.queryOptions({ patientId }))
  const input = { patientId, orderableIds: orderableIds.toSorted() }
  const duplicateQuery = useQuery({
    queryKey: [...trpc.orders.duplicates.queryKey(input), versionKeyOf(orders, results.rows)],
    queryFn: () => client.orders.duplicates.query(input),
    enabled: orderableIds.length > 0,
    placeholderData: keepPreviousData,
    // Only elapsed time ends a duplicate window; new rows change the key.
    staleTime: 60_000,
  })
  const rows: readonly Duplicate[] = orderableIds.length > 0 ? (duplicateQuery.data?.rows ?? noDuplicates) : noDuplicates
  return { forOrderable: (orderableId) => rows.filter((row) => row.orderableId === orderableId), hasFailed: duplicateQuery.isError }
}
