import Box from '@mui/material/Box'
import type { MedicationRow } from '@wardline/events'
import { AsOf, Card, Empty, ModuleTabs, useAnnounce, useServerNow } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useStableCallback } from '../../lists/use-stable-callback.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { nextEligible } from './claim/claims.ts'
import { useClaiming } from './claim/use-claiming.ts'
import { ItemPanel } from './item/item-panel.tsx'
import { useOpened, useQueuePlace } from './item/use-open-item.ts'
import { QueueHead } from './queue/queue-head.tsx'
import type { QueueList } from './queue/queue-list.ts'
import { useQueueSettings } from './queue/queue-settings.ts'
import { QueueTable } from './queue/queue-table.tsx'
import { isWork, type QueueStage, queueStages, waitsAt } from './queue/stages.ts'
import { useStatCue } from './queue/stat-sound.tsx'
import { useQueue } from './queue/use-queue.ts'
import { itemTexts, queueTexts } from './texts.ts'

const countTexts = { verify: 'inVerify', prepare: 'inPrepare', ready: 'inReady', done: 'inDone' } as const

/** Pharmacy queue with the open order beside it. */
export function PharmacyScreen() {
  const t = useTexts(queueTexts)
  const place = useQueuePlace()
  const { stage, unitId } = place
  const queue = useQueue(stage, unitId)
  const { list, chosen, steady } = queue
  const { row, opened, seen } = useOpened(place.itemId, list.rows)
  const claiming = useClaiming(row)
  const { stays } = useQueueSettings()
  useStatCue()

  const open = useStableCallback((next: MedicationRow) => {
    const isMine = next.id === row?.id && claiming.hold.state === 'mine'
    place.toItem(next.id)
    if (!isMine && isWork(next)) void claiming.take(next.id)
  })
  const next = useNext(steady.shown, stage, row?.id ?? null, open)
  useKeys([{ keys: 'e', label: t('takeNext'), group: t('title'), run: next }])

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <QueueHead isDone={stage === 'done'} asOf={<AsOf at={list.asOf} live={!list.isStale} />} onNext={next} />
      <StageTabs place={place} counts={chosen.counts} />
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) clamp(340px, 29vw, 460px)', gap: 3, flex: 1, minHeight: 0, padding: 3 }}
      >
        <QueueTable queue={queue} stage={stage} unitId={unitId} openId={row?.id ?? null} onOpen={open} onUnit={place.toUnit} />
        {row && opened ? (
          <ItemPanel
            key={row.id}
            row={row}
            opened={opened}
            claiming={claiming}
            onSeen={seen}
            onDone={() => !stays && next()}
            onNext={next}
            onClose={() => place.toItem(null)}
          />
        ) : (
          <NoItem isGone={place.itemId !== null && list.status === 'ready'} />
        )}
      </Box>
    </Box>
  )
}

interface StageTabsProps {
  readonly place: ReturnType<typeof useQueuePlace>
  readonly counts: QueueList['counts']
}

/** A separate component so that it re-renders only when a count changes. */
function StageTabs({ place: { stage, hrefOf, toStage }, counts }: StageTabsProps) {
  const t = useTexts(queueTexts)
  return (
    <ModuleTabs
      label={t('stages')}
      activeId={stage}
      tabs={queueStages.map((each) => ({
        id: each,
        label: t(each),
        href: hrefOf(each),
        counts: [{ value: counts[each], label: t(countTexts[each], { count: counts[each] }) }],
      }))}
      onSelect={(id) => toStage(id as QueueStage)}
    />
  )
}

/** Opens the next unclaimed order of this stage, or announces that there is none (PHQ-14). */
function useNext(rows: readonly MedicationRow[], stage: QueueStage, from: string | null, open: (row: MedicationRow) => void) {
  const t = useTexts(queueTexts)
  const announce = useAnnounce()
  const { userId } = useUser()
  const now = useServerNow()
  return useStableCallback(() => {
    const next = nextEligible(rows, { from, waits: (row) => waitsAt(row, stage), userId, now })
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
