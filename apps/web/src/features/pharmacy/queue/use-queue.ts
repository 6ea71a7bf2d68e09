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
import { queueList, queueRule, toVerify, toVerifyAs } from './queue-list.ts'
import { isWork, type QueueStage } from './stages.ts'

/** All work of a large hospital's pharmacy fits; what was done today lies below it. */
const PAGE = 1_000
/** Rows that linger are looked at again this often. */
const LINGER_STEP_MS = 5_000

const isPressing = (row: MedicationRow) => row.priority === 'stat' && isWork(row)

/** The queue as the server says it; table, badges and the rail read the same rows (SHL-7). */
const at = { room: rooms.pharmacyQueue }
const useQueueQuery = () => useTRPC().pharmacy.queue.queryOptions({ limit: PAGE })

/** What waits to be verified, for the rail. */
export function useQueueCount(): Count {
  const t = useTexts(queueTexts)
  const { verify: value } = useDerivedView(pharmacyQueueView, at, useQueueQuery(), toVerify, toVerifyAs)
  return { value, label: t('inVerify', { count: value }) }
}

/** The queue as one pharmacist looks at it: one stage, one unit or all, still while it is read. */
export function useQueue(stage: QueueStage, unitId: string | null) {
  const isToday = useIsToday()
  const now = useServerNow(LINGER_STEP_MS)
  const list = useView(pharmacyQueueView, at, useQueueQuery())
  useAllWork(list)
  const rule = useMemo(() => queueRule({ stage, unitId, isToday, now }), [stage, unitId, isToday, now])
  const chosen = useDerived(queueList, list.rows, rule)
  const steady = useStableList(list.status === 'ready' ? chosen.rows : undefined, {
    scope: stage,
    pressing: isPressing,
  })
  useArrivals(list.status === 'ready' ? list.rows : undefined)
  return { list, chosen, steady }
}

/** Counts and "next eligible" are about all work: pages are read on until the last loaded row is a done one. */
function useAllWork(list: LiveList<MedicationRow>): void {
  const last = list.rows.at(-1)
  const needsMore = list.hasMore && !list.isFetchingMore && last !== undefined && isWork(last)
  const { fetchMore } = list
  useEffect(() => {
    if (needsMore) void fetchMore()
  })
}

/** New orders are said, whatever stage or unit is on screen: politely, and once (PHQ-5, A11Y-4). */
function useArrivals(rows: readonly MedicationRow[] | undefined): void {
  const t = useTexts(queueTexts)
  const words = useWords()
  const announce = useAnnounce()
  useStableList(rows, {
    pressing: isPressing,
    onArrival: (arrived) => {
      for (const row of arrived.filter(({ stage }) => stage === 'unverified')) {
        announce.polite(t('newOrder', { medicine: tallMan(row.generic), priority: words.priorities[row.priority] }))
      }
    },
  })
}
