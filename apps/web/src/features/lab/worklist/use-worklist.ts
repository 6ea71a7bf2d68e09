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
import { worklistTexts } from '../texts.ts'
import { countOpenOrders, deriveWorklist, openOrdersCounter, type WorklistStage, worklistRule } from './derive-worklist.ts'

const PAGE_SIZE = 1_000
/** How often lingering rows are re-evaluated. */
const LINGER_REFRESH_MS = 5_000
const isUnfinishedStat = (row: LabWorklistRow) => row.priority === 'stat' && row.status === 'active'

/** Shared by the table, its badges and the navigation rail, so that their counts agree (SHL-7). */
const source = { room: rooms.labWorklist }
const useWorklistQuery = () => useTRPC().lab.worklist.queryOptions({ limit: PAGE_SIZE })

/** Returns the count of open orders, for the navigation rail. */
export function useWorklistCount(): Count {
  const t = useTexts(worklistTexts)
  const { open: value } = useDerivedView(labWorklistView, source, useWorklistQuery(), countOpenOrders, openOrdersCounter)
  return { value, label: t('inOpen', { count: value }) }
}

/** Returns the worklist filtered by stage; rows do not move while the list is being read (RT-7). */
export function useWorklist(stage: WorklistStage) {
  const isToday = useIsToday()
  const list = useView(labWorklistView, source, useWorklistQuery())
  useLoadAllOpen(list)
  const now = useServerNow(LINGER_REFRESH_MS)
  const rule = useMemo(() => worklistRule({ stage, isToday, now }), [stage, isToday, now])
  const filtered = useDerived(deriveWorklist, list.rows, rule)
  const isReady = list.status === 'ready'
  const stable = useStableList(isReady ? filtered.rows : undefined, { scope: stage, isUrgent: isUnfinishedStat })
  useAnnounceUpdates(isReady ? list.rows : undefined)
  return { list, filtered, stable, now }
}

/** Counts cover all open orders: fetches pages until the last loaded row is a completed one. */
function useLoadAllOpen(list: LiveList<LabWorklistRow>): void {
  const needsMore = list.hasMore && !list.isFetchingMore && list.rows.at(-1)?.status === 'active'
  const { fetchMore } = list
  useEffect(() => {
    if (needsMore) void fetchMore()
  })
}

/** Announces new orders and acknowledgements, whichever stage is selected (A11Y-4, LAB-9). */
function useAnnounceUpdates(rows: readonly LabWorklistRow[] | undefined): void {
  const t = useTexts(worklistTexts)
  const words = useWords()
  const announce = useAnnounce()
  useStableList(rows, {
    isUrgent: isUnfinishedStat,
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
