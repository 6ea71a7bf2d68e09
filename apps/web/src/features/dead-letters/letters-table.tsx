import { type ClinicalColumn, ClinicalTable, Empty, StatusChip, TimeAgo } from '@wardline/ui'
import { useMemo } from 'react'
import { useConsumerName } from '../../i18n/consumer-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { letterTexts } from './texts.ts'
import type { Letter } from './use-letters.ts'

interface LettersTableProps {
  readonly rows: readonly Letter[]
  readonly selectedId: string | null
  readonly onOpen: (letter: Letter) => void
}

/** Lists consumer, reason and age of each dead letter; never a patient. */
export function LettersTable({ rows, selectedId, onOpen }: LettersTableProps) {
  const t = useTexts(letterTexts)
  const nameOf = useConsumerName()
  const columns = useMemo<readonly ClinicalColumn<Letter>[]>(
    () => [
      { id: 'what', header: t('what'), grow: 1.2, rowHeader: true, cell: ({ what }) => <bdi dir="ltr">{what ?? '–'}</bdi> },
      { id: 'reason', header: t('reason'), grow: 1.6, cell: ({ reason }) => <bdi dir="auto">{reason}</bdi> },
      { id: 'consumer', header: t('consumer'), width: 180, cell: ({ consumer }) => <StatusChip>{nameOf(consumer)}</StatusChip> },
      { id: 'attempts', header: t('attempts'), width: 72, align: 'end', cell: ({ attempts }) => attempts },
      { id: 'age', header: t('age'), width: 104, align: 'end', cell: ({ at }) => <TimeAgo at={at} /> },
    ],
    [t, nameOf],
  )
  return (
    <ClinicalTable
      label={t('title')}
      rows={rows}
      columns={columns}
      rowKey={({ letterId }) => letterId}
      rowLabel={({ what, reason }) => `${what ?? ''}, ${reason}`}
      activeKey={selectedId}
      onOpen={onOpen}
      openOnClick
      empty={<Empty title={t('none')} hint={t('noneHint')} />}
    />
  )
}
