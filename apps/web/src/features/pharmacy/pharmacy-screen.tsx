import Box from '@mui/material/Box'
import type { MedicationRow } from '@wardline/events'
import { AsOf, Card, Empty, ModuleTabs, useAnnounce, useServerNow } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useStableCallback } from '../../lists/use-stable-callback.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { nextEligible } from './claim/claim-state.ts'
import { useClaim } from './claim/use-claim.ts'
import { ItemPanel } from './item/item-panel.tsx'
import { useOpenedItem, useQueueUrlState } from './item/use-open-item.ts'
import { QueueHead } from './queue/queue-head.tsx'
import type { FilteredQueue } from './queue/queue-list.ts'
import { useQueueSettings } from './queue/queue-settings.ts'
import { QueueTable } from './queue/queue-table.tsx'
import { isUnfinished, isWaitingAt, type QueueStage, queueStages } from './queue/stages.ts'
import { useStatArrivalSound } from './queue/stat-sound.tsx'
import { useQueue } from './queue/use-queue.ts'
import { itemTexts, queueTexts } from './texts.ts'

const countTexts = { verify: 'inVerify', prepare: 'inPrepare', ready: 'inReady', done: 'inDone' } as const satisfies Record<
  QueueStage,
  string
>

/** Pharmacy queue with the open order beside it. */
export function PharmacyScreen() {
  const t = useTexts(queueTexts)
  const urlState = useQueueUrlState()
  const { stage, unitId } = urlState
  const queue = useQueue(stage, unitId)
  const { list, filtered, stable } = queue
  const { row, openedRow, markSeen } = useOpenedItem(urlState.itemId, list.rows)
  const claimControls = useClaim(row)
  const { staysOnItem } = useQueueSettings()
  useStatArrivalSound()

  const open = useStableCallback((next: MedicationRow) => {
    const isMine = next.id === row?.id && claimControls.claimState.state === 'mine'
    urlState.setItem(next.id)
    if (!isMine && isUnfinished(next)) void claimControls.claim(next.id)
  })
  const next = useOpenNext(stable.shown, stage, row?.id ?? null, open)
  useKeys([{ keys: 'e', label: t('takeNext'), group: t('title'), run: next }])

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <QueueHead isDone={stage === 'done'} asOf={<AsOf at={list.asOf} live={!list.isStale} />} onNext={next} />
      <StageTabs urlState={urlState} counts={filtered.counts} />
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) clamp(340px, 29vw, 460px)', gap: 3, flex: 1, minHeight: 0, padding: 3 }}
      >
        <QueueTable queue={queue} stage={stage} unitId={unitId} openId={row?.id ?? null} onOpen={open} onUnitChange={urlState.setUnit} />
        {row && openedRow ? (
          <ItemPanel
            key={row.id}
            row={row}
            openedRow={openedRow}
            claimControls={claimControls}
            onMarkSeen={markSeen}
            onCompleted={() => !staysOnItem && next()}
            onNext={next}
            onClose={() => urlState.setItem(null)}
          />
        ) : (
          <NoItem isGone={urlState.itemId !== null && list.status === 'ready'} />
        )}
      </Box>
    </Box>
  )
}

interface StageTabsProps {
  readonly urlState: ReturnType<typeof useQueueUrlState>
  readonly counts: FilteredQueue['counts']
}

/** A separate component so that it re-renders only when a count changes. */
function StageTabs({ urlState: { stage, stageHref, setStage }, counts }: StageTabsProps) {
  const t = useTexts(queueTexts)
  return (
    <ModuleTabs
      label={t('stages')}
      activeId={stage}
      tabs={queueStages.map((stageId) => ({
        id: stageId,
        label: t(stageId),
        href: stageHref(stageId),
        counts: [{ value: counts[stageId], label: t(countTexts[stageId], { count: counts[stageId] }) }],
      }))}
      onSelect={(id) => setStage(id as QueueStage)}
    />
  )
}

/** Opens the next unclaimed order of this stage, or announces that there is none (PHQ-14). */
function useOpenNext(rows: readonly MedicationRow[], stage: QueueStage, currentId: string | null, open: (row: MedicationRow) => void) {
  const t = useTexts(queueTexts)
  const announce = useAnnounce()
  const { userId } = useUser()
  const now = useServerNow()
  return useStableCallback(() => {
    const next = nextEligible(rows, { currentId, isWaiting: (row) => isWaitingAt(row, stage), userId, now })
    if (next) open(next)
    else announce.polite(t('nothingEligible'))
  })
}

function NoItem({ isGone }: { isGone: boolean }) {
  const t = useTexts(itemTexts)
  return (
    <Card title={t('verify')}>
      <Empty title={t(isGone ? 'gone' : 'none')} hint={t('noneHint')} />
    </Card>
  )
}
