import Box from '@mui/material/Box'
import type { LabWorklistRow } from '@wardline/events'
import { ArrivalsPill, Card, ClinicalTable, Empty } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListState } from '../../../lists/list-state.tsx'
import { benchTexts } from '../texts.ts'
import { useBenchColumns } from './bench-columns.tsx'
import { awaitsAcknowledgement, type BenchStage, justDone } from './bench-list.ts'
import type { useBench } from './use-bench.ts'

export interface BenchTableProps {
  readonly bench: ReturnType<typeof useBench>
  readonly stage: BenchStage
  readonly openId: string | null
  readonly onOpen: (row: LabWorklistRow) => void
}

const emptyTexts = {
  open: 'emptyOpen',
  collect: 'emptyCollect',
  receive: 'emptyReceive',
  analyse: 'emptyAnalyse',
  done: 'emptyDone',
} as const

/** One stage of the worklist; rows do not move while the list is being read (RT-7). */
export function BenchTable({ bench: { list, chosen, steady, now }, stage, openId, onOpen }: BenchTableProps) {
  const t = useTexts(benchTexts)
  const columns = useBenchColumns()
  const [active, setActive] = useState({ openId, key: openId })
  // Keyboard focus follows an order opened by scanning.
  if (active.openId !== openId) setActive({ openId, key: openId ?? active.key })
  const toneOf = (row: LabWorklistRow) => {
    if (awaitsAcknowledgement(row)) return 'critical'
    if (stage !== 'done' && justDone(row, now)) return 'lingering'
    return steady.isFresh(row) ? 'fresh' : null
  }
  return (
    <Box {...steady.reader} sx={{ display: 'grid', minHeight: 0, minWidth: 0 }}>
      <Card title={t(stage)} count={list.status === 'ready' ? chosen.counts[stage] : null}>
        <ListState list={list} expected={10}>
          <ClinicalTable
            label={t('title')}
            rows={steady.shown}
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
          <ArrivalsPill count={steady.waiting.length} onShow={steady.show}>
            {t('arrivals', { count: steady.waiting.length })}
          </ArrivalsPill>
        </ListState>
      </Card>
    </Box>
  )
}
