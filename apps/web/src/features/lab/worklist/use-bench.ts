import { type LabWorklistRow, labWorklistView, rooms } from '@wardline/events'
import { useAnnounce, useDerived, useServerNow, useWords } from '@wardline/ui'
import { useEffect, useMemo } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useStableList } from '../../../lists/use-stable-list.ts'
import type { Count } from '../../../navigation/define-tab.ts'
import { useDerivedView } from '../../../sync/hooks/use-derived-view.ts'
import { useEvent } from '../../../sync/hooks/use-event.ts'
import { type LiveList, useView } from '../../../sync/hooks/use-view.ts'
import { useIsToday } from '../../../time/use-is-today.ts'
import { benchTexts } from '../texts.ts'
import { type BenchStage, benchList, benchRule, openAs, openOrders } from './bench-list.ts'

const PAGE = 1_000
/** How often lingering rows are re-evaluated. */
const LINGER_STEP_MS = 5_000
const isPressing = (row: LabWorklistRow) => row.priority === 'stat' && row.status === 'active'

/** Shared by the table, its badges and the navigation rail, so that their counts agree (SHL-7). */
const at = { room: rooms.labWorklist }
const useBenchQuery = () => useTRPC().lab.worklist.queryOptions({ limit: PAGE })

/** Returns the count of open orders, for the navigation rail. */
export function useBenchCount(): Count {
  const t = useTexts(benchTexts)
  const { open: value } = useDerivedView(labWorklistView, at, useBenchQuery(), openOrders, openAs)
  return { value, label: t('inOpen', { count: value }) }
}

/** Returns the worklist filtered by stage; rows do not move while the list is being read (RT-7). */
export function useBench(stage: BenchStage) {
  const isToday = useIsToday()
  const list = useView(labWorklistView, at, useBenchQuery())
  useAllOpen(list)
  const now = useServerNow(LINGER_STEP_MS)
  const rule = useMemo(() => benchRule({ stage, isToday, now }), [stage, isToday, now])
  const chosen = useDerived(benchList, list.rows, rule)
  const ready = list.status === 'ready'
  const steady = useStableList(ready ? chosen.rows : undefined, { scope: stage, pressing: isPressing })
  useNews(ready ? list.rows : undefined)
  return { list, chosen, steady, now }
}

/** Counts cover all open orders: fetches pages until the last loaded row is a completed one. */
function useAllOpen(list: LiveList<LabWorklistRow>): void {
  const needsMore = list.hasMore && !list.isFetchingMore && list.rows.at(-1)?.status === 'active'
  const { fetchMore } = list
  useEffect(() => {
    if (needsMore) void fetchMore()
  })
}

/** Announces new orders and acknowledgements, whichever stage is selected (A11Y-4, LAB-9). */
function useNews(rows: readonly LabWorklistRow[] | undefined): void {
  const t = useTexts(benchTexts)
  const words = useWords()
  const announce = useAnnounce()
  useStableList(rows, {
    pressing: isPressing,
    onArrival: (arrived) => {
      for (const row of arrived.filter(({ status }) => status === 'active')) {
        announce.polite(t('newOrder', { test: row.display, priority: words.priorities[row.priority] }))
      }
    },
  })
  useEvent('alert.acknowledged', (event) => {
    const critical = rows?.flatMap(({ criticals }) => criticals).find(({ alertId }) => alertId === event.resource.id)
    if (!critical || !event.subject) return
    announce.polite(t('acknowledgedNow', { test: critical.display, patient: event.subject.name, name: event.data.by.name }))
  })
}
