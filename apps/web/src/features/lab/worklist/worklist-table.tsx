import Box from '@mui/material/Box'
import type { LabWorklistRow } from '@wardline/events'
import { ArrivalsPill, Card, ClinicalTable, Empty } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListState } from '../../../lists/list-state.tsx'
import { worklistTexts } from '../texts.ts'
import { awaitsAcknowledgement, isRecentlyDone, type WorklistStage } from './derive-worklist.ts'
import type { useWorklist } from './use-worklist.ts'
import { useWorklistColumns } from './worklist-columns.tsx'

export interface WorklistTableProps {
  readonly worklist: ReturnType<typeof useWorklist>
  readonly stage: WorklistStage
  readonly openId: string | null
  readonly onOpen: (row: LabWorklistRow) => void
}

const emptyTexts = {
  open: 'emptyOpen',
  collect: 'emptyCollect',
  receive: 'emptyReceive',
  analyse: 'emptyAnalyse',
  done: 'emptyDone',
} as const satisfies Record<WorklistStage, string>

/** One stage of the worklist; rows do not move while the list is being read (RT-7). */
export function WorklistTable({ worklist: { list, filtered, stable, now }, stage, openId, onOpen }: WorklistTableProps) {
  const t = useTexts(worklistTexts)
  const columns = useWorklistColumns()
  const [active, setActive] = useState({ openId, key: openId })
  // Keyboard focus follows an order opened by scanning.
  if (active.openId !== openId) setActive({ openId, key: openId ?? active.key })
  const toneOf = (row: LabWorklistRow) => {
    if (awaitsAcknowledgement(row)) return 'critical'
    if (stage !== 'done' && isRecentlyDone(row, now)) return 'lingering'
    return stable.isFresh(row) ? 'fresh' : null
  }
  return (
    <Box {...stable.reader} sx={{ display: 'grid', minHeight: 0, minWidth: 0 }}>
      <Card title={t(stage)} count={list.status === 'ready' ? filtered.counts[stage] : null}>
        <ListState list={list} expected={10}>
          <ClinicalTable
            label={t('title')}
            rows={stable.shown}
            columns={columns}
            rowKey={(row) => row.id}
            rowLabel={(row) => `${row.display}, ${row.patient.name}`}
            rowTone={toneOf}
            lines={2}
            activeKey={active.key}
            onActiveChange={(key) => setActive({ openId, key })}
            openOnClick
            onOpen={onOpen}
            empty={<Empty title={t(emptyTexts[stage])} />}
          />
          <ArrivalsPill count={stable.waiting.length} onShow={stable.show}>
            {t('arrivals', { count: stable.waiting.length })}
          </ArrivalsPill>
        </ListState>
      </Card>
    </Box>
  )
}
