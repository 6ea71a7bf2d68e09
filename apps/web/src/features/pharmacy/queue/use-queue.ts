import { type MedicationRow, pharmacyQueueView, rooms } from '@wardline/events'
import { tallMan, useAnnounce, useDerived, useServerNow, useWords } from '@wardline/ui'
import { useEffect, useMemo } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useStableList } from '../../../lists/use-stable-list.ts'
import type { Count } from '../../../navigation/define-tab.ts'
import { useDerivedView } from '../../../sync/hooks/use-derived-view.ts'
import { type LiveList, useView } from '../../../sync/hooks/use-view.ts'
import { useIsToday } from '../../../time/use-is-today.ts'
import { queueTexts } from '../texts.ts'
import { countToVerify, deriveQueue, queueRule, toVerifyCounter } from './queue-list.ts'
import { isUnfinished, type QueueStage } from './stages.ts'

/** Holds all unfinished orders of a large hospital; completed ones sort below them. */
const PAGE_SIZE = 1_000
/** How often lingering rows are re-evaluated. */
const LINGER_REFRESH_MS = 5_000

const isUnfinishedStat = (row: MedicationRow) => row.priority === 'stat' && isUnfinished(row)

/** Shared by the table, its badges and the navigation rail, so that their counts agree (SHL-7). */
const source = { room: rooms.pharmacyQueue }
const useQueueQuery = () => useTRPC().pharmacy.queue.queryOptions({ limit: PAGE_SIZE })

/** Returns the count of orders to verify, for the navigation rail. */
export function useQueueCount(): Count {
  const t = useTexts(queueTexts)
  const { verify: value } = useDerivedView(pharmacyQueueView, source, useQueueQuery(), countToVerify, toVerifyCounter)
  return { value, label: t('inVerify', { count: value }) }
}

/** Returns the queue filtered by stage and unit; rows do not move while the list is being read (RT-7). */
export function useQueue(stage: QueueStage, unitId: string | null) {
  const isToday = useIsToday()
  const now = useServerNow(LINGER_REFRESH_MS)
  const list = useView(pharmacyQueueView, source, useQueueQuery())
  useLoadAllUnfinished(list)
  const rule = useMemo(() => queueRule({ stage, unitId, isToday, now }), [stage, unitId, isToday, now])
  const filtered = useDerived(deriveQueue, list.rows, rule)
  const stable = useStableList(list.status === 'ready' ? filtered.rows : undefined, {
    scope: stage,
    isUrgent: isUnfinishedStat,
  })
  useAnnounceArrivals(list.status === 'ready' ? list.rows : undefined)
  return { list, filtered, stable }
}

/** Counts and "next order" cover all unfinished orders: fetches pages until the last loaded row is a completed one. */
function useLoadAllUnfinished(list: LiveList<MedicationRow>): void {
  const last = list.rows.at(-1)
  const needsMore = list.hasMore && !list.isFetchingMore && last !== undefined && isUnfinished(last)
  const { fetchMore } = list
  useEffect(() => {
    if (needsMore) void fetchMore()
  })
}

/** Announces each new order once, politely, whichever stage or unit is selected (PHQ-5, A11Y-4). */
function useAnnounceArrivals(rows: readonly MedicationRow[] | undefined): void {
  const t = useTexts(queueTexts)
  const words = useWords()
  const announce = useAnnounce()
  useStableList(rows, {
    isUrgent: isUnfinishedStat,
    onArrival: (arrived) => {
      for (const row of arrived.filter(({ stage }) => stage === 'unverified')) {
        announce.polite(t('newOrder', { medicine: tallMan(row.generic), priority: words.priorities[row.priority] }))
      }
    },
  })
}
