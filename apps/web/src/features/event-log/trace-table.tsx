import Box from '@mui/material/Box'
import { Clin, type ClinicalColumn, ClinicalTable, useFormats } from '@wardline/ui'
import { CornerDownRight } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { logTexts } from './texts.ts'
import { type Branch, treeOf } from './tree.ts'
import type { TracedEvent } from './use-log.ts'

interface TraceTableProps {
  readonly rows: readonly TracedEvent[]
  /** Shows events in the given order, not as a causation tree. */
  readonly isFlat: boolean
  readonly activeId: string | null
  readonly empty: ReactNode
  readonly onOpen: (event: TracedEvent) => void
}

const STEP_PX = 18

/** Events in recorded order, each below its cause. */
export function TraceTable({ rows, isFlat, activeId, empty, onOpen }: TraceTableProps) {
  const t = useTexts(logTexts)
  const formats = useFormats()
  const tree = useMemo(() => (isFlat ? rows.map((event) => ({ event, depth: 0 })) : treeOf(rows)), [rows, isFlat])
  const columns = useMemo<readonly ClinicalColumn<Branch<TracedEvent>>[]>(
    () => [
      {
        id: 'type',
        header: t('type'),
        grow: 1.4,
        rowHeader: true,
        cell: ({ event, depth }) => (
          <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1, paddingInlineStart: `${depth * STEP_PX}px` }}>
            {depth > 0 && <CornerDownRight size={13} aria-hidden style={{ opacity: 0.6 }} />}
            <bdi dir="ltr">{event.type}</bdi>
          </Box>
        ),
      },
      { id: 'by', header: t('by'), grow: 1, cell: ({ event }) => <bdi>{event.by.name}</bdi> },
      { id: 'about', header: t('about'), width: 150, cell: ({ event }) => <bdi dir="ltr">{event.resourceType}</bdi> },
      { id: 'source', header: t('source'), width: 120, cell: ({ event }) => <bdi dir="ltr">{event.source}</bdi> },
      {
        id: 'time',
        header: t('time'),
        width: 170,
        align: 'end',
        cell: ({ event }) => <Clin>{formats.dateTime(event.recordedAt, { seconds: true })}</Clin>,
      },
    ],
    [t, formats],
  )
  return (
    <ClinicalTable
      label={t('events')}
      rows={tree}
      columns={columns}
      rowKey={({ event }) => event.eventId}
      rowLabel={({ event }) => event.type}
      activeKey={activeId}
      onOpen={({ event }) => onOpen(event)}
      openOnClick
      empty={empty}
    />
  )
}
