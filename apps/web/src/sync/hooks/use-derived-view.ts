import { useQuery } from '@tanstack/react-query'
import type { Room, Snapshot, View, ViewRow } from '@wardline/events'
import type { Derivation } from '@wardline/ui'
import { useMemo, useState } from 'react'
import type { Live } from '../cache/live-cache.ts'
import { type ListQuery, liveOptions } from '../cache/live-options.ts'
import { useListDependencies, useRoomSubscription } from './use-view.ts'

const noRows: readonly never[] = []

/**
 * A value derived from a list, for components that show no rows: a badge rerenders when its count changes, not when a row
 * does. Before the list is loaded, the value for no rows.
 * @param query as for `useView`
 * @param rule keeps its identity while it is unchanged
 */
export function useDerivedView<Row extends ViewRow, Rule, Answer>(
  view: View<Row>,
  { room }: { readonly room: Room },
  query: ListQuery,
  createDerivation: () => Derivation<Row, Rule, Answer>,
  rule: Rule,
): Answer {
  const dependencies = useListDependencies()
  const live = useMemo<Live>(() => ({ view, rooms: [room] }), [view, room])
  const [derive] = useState(createDerivation)
  const select = useMemo(() => (list: Snapshot<Row>) => derive(list.rows, rule), [derive, rule])
  const { data } = useQuery({ ...liveOptions<Row>(dependencies, live, query), select })
  useRoomSubscription(room, query, true)
  return data ?? derive(noRows, rule)
}
