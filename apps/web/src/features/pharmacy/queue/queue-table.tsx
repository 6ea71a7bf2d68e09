import Box from '@mui/material/Box'
import type { MedicationRow } from '@wardline/events'
import { ArrivalsPill, Card, ClinicalTable, Empty, useDerived, useServerNow } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListState } from '../../../lists/list-state.tsx'
import { useUser } from '../../../sync/workflow-context.tsx'
import { queueTexts } from '../texts.ts'
import { useQueueColumns } from './queue-columns.tsx'
import { deriveUnits } from './queue-list.ts'
import { findExitStep, type QueueStage } from './stages.ts'
import { FilterSummary, UnitFilter } from './unit-filter.tsx'
import type { useQueue } from './use-queue.ts'

export interface QueueTableProps {
  readonly queue: ReturnType<typeof useQueue>
  readonly stage: QueueStage
  readonly unitId: string | null
  readonly openId: string | null
  readonly onOpen: (row: MedicationRow) => void
  readonly onUnitChange: (unitId: string | null) => void
}

const emptyTexts = { verify: 'emptyVerify', prepare: 'emptyPrepare', ready: 'emptyReady', done: 'emptyDone' } as const satisfies Record<
  QueueStage,
  string
>
const LINGER_REFRESH_MS = 5_000

/** One stage of the queue. Rows do not move while the list is being read; completed rows linger greyed (RT-7, RT-9). */
export function QueueTable({ queue: { list, filtered, stable }, stage, unitId, openId, onOpen, onUnitChange }: QueueTableProps) {
  const t = useTexts(queueTexts)
  const { userId } = useUser()
  const columns = useQueueColumns({ stage, unitId, userId })
  const now = useServerNow(LINGER_REFRESH_MS)
  const { activeKey, setActiveKey } = useActiveRow(openId)
  const units = useDerived(deriveUnits, list.rows, null)
  const filterSummary = <FilterSummary units={units} unitId={unitId} hidden={filtered.counts.hidden} />
  const unitFilter = <UnitFilter units={units} unitId={unitId} onChange={onUnitChange} />
  return (
    <Box {...stable.reader} sx={{ display: 'grid', minHeight: 0, minWidth: 0 }}>
      <Card title={t(stage)} count={list.status === 'ready' ? filtered.counts[stage] : null} note={filterSummary} actions={unitFilter}>
        <ListState list={list} expected={10}>
          <ClinicalTable
            label={t('title')}
            rows={stable.shown}
            columns={columns}
            rowKey={(row) => row.id}
            rowLabel={(row) => `${row.generic}, ${row.patient.name}`}
            rowTone={(row) => (findExitStep(row, stage, now) ? 'lingering' : stable.isFresh(row) ? 'fresh' : null)}
            lines={2}
            activeKey={activeKey}
            onActiveChange={setActiveKey}
            openOnClick
            onOpen={onOpen}
            empty={<Empty title={t(emptyTexts[stage])} hint={stage === 'verify' && t('emptyHint')} />}
          />
          <ArrivalsPill count={stable.waiting.length} onShow={stable.show}>
            {t('arrivals', { count: stable.waiting.length })}
          </ArrivalsPill>
        </ListState>
      </Card>
    </Box>
  )
}

/** Keyboard focus starts at the open row and moves independently from there. */
function useActiveRow(openId: string | null) {
  const [active, setActive] = useState({ openId, key: openId })
  if (active.openId !== openId) setActive({ openId, key: openId ?? active.key })
  return { activeKey: active.key, setActiveKey: (key: string | null) => setActive({ openId, key }) }
}
