import type { inferOutput } from '@trpc/tanstack-react-query'
import type { Trpc } from '../../../api/trpc.ts'

export type CatalogueRow = inferOutput<Trpc['orders']['catalogue']>['rows'][number]
export type CatalogueOrderable = Extract<CatalogueRow, { kind: 'orderable' }>
export type OrderSet = Extract<CatalogueRow, { kind: 'set' }>
/** An active order or recent result that a draft line would duplicate. */
export type Duplicate = inferOutput<Trpc['orders']['duplicates']>['rows'][number]
