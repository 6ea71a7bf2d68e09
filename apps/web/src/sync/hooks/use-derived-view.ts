import { useQuery } from '@tanstack/react-query'
import type { Room, Snapshot, View, ViewRow } from '@wardline/events'
import type { Derivation } from '@wardline/ui'
import { useMemo, useState } from 'react'
import type { Live } from '../cache/live-cache.ts'
import { type ListQuery, liveOptions } from '../cache/live-options.ts'
import { useHosts, useRoomSubscription } from './use-view.ts'

const noRows: readonly never[] = []

/**
 * What a derivation makes of a list, for those who show no row of it: a badge draws again when its number changed,
 * not when a row did. Of a list that is not there yet, what it makes of none.
 * @param query as for `useView`
 * @param rule stays the same object while it says the same
 */
export function useDerivedView<Row extends ViewRow, Rule, Answer>(
  view: View<Row>,
  { room }: { readonly room: Room },
  query: ListQuery,
  make: () => Derivation<Row, Rule, Answer>,
  rule: Rule,
): Answer {
  const hosts = useHosts()
  const live = useMemo<Live>(() => ({ view, rooms: [room] }), [view, room])
  const [derive] = useState(make)
  const select = useMemo(() => (list: Snapshot<Row>) => derive(list.rows, rule), [derive, rule])
  const { data } = useQuery({ ...liveOptions<Row>(hosts, live, query), select })
  useRoomSubscription(room, query, true)
  return data ?? derive(noRows, rule)
}
