import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import { isHighAlert, type MedicationRow, type MedicationLine as Medicine } from '@wardline/events'
import { Clin, type ClinicalColumn, ClinicalTable, MedicationLine, PriorityChip, StatusChip, useServerNow } from '@wardline/ui'
import { EllipsisVertical } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { shortName } from '../../../clinical/short-name.ts'
import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { translateCoding } from '../../../i18n/translate-coding.ts'
import { useDuplicateReasonText } from '../../../ordering/duplicate-guard.tsx'
import { useLimitText } from '../../../ordering/limit-text.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { stopTexts, texts } from '../texts.ts'
import { pharmacyStageOf } from './pharmacy-stage.ts'
import { sectionOf } from './sections.ts'

/** A prescription signed here and not confirmed: displayed from the running command, never stored (RT9). */
export interface PendingPrescription {
  readonly pending: 'sending' | 'applied' | 'notSent'
  readonly id: string
  readonly generic: string
  readonly priority: MedicationRow['priority']
  readonly medicine: Medicine
  readonly section: 'scheduled' | 'asNeeded'
}
export type MedicationTableLine = MedicationRow | PendingPrescription

export const isPending = (line: MedicationTableLine): line is PendingPrescription => 'pending' in line
const isOngoing = (row: MedicationRow) => row.status === 'active' || row.status === 'on-hold'

const section = (line: MedicationTableLine) => (isPending(line) ? line.section : sectionOf(line))

export interface MedicationsTableProps {
  readonly lines: readonly MedicationTableLine[]
  readonly isFresh: (row: MedicationRow) => boolean
  /** Opens the menu to discontinue; null for roles that cannot prescribe. */
  readonly onMenu: ((row: MedicationRow, anchor: Element) => void) | null
  readonly empty: ReactNode
}

/** Table of medications in sections, each with its pharmacy stage (MED-1, FMT-11). */
export function MedicationsTable({ lines, isFresh, onMenu, empty }: MedicationsTableProps) {
  const t = useTexts(texts)
  const columns = useMemo(() => columnsOf(t, onMenu), [t, onMenu])
  return (
    <ClinicalTable
      label={t('listLabel')}
      rows={lines}
      columns={columns}
      rowKey={(line) => line.id}
      rowLabel={(line) => line.generic}
      sectionOf={section}
      sectionLabel={(line) => t(section(line))}
      lines={2}
      rowTone={(line) => (isPending(line) ? null : !isOngoing(line) ? 'lingering' : isFresh(line) ? 'fresh' : null)}
      onRowKey={(event, line) => {
        if (event.key !== '.' || isPending(line) || !onMenu || !isOngoing(line)) return
        event.preventDefault()
        onMenu(line, event.currentTarget.querySelector(`[data-key="${line.id}"] [data-menu]`) ?? event.currentTarget)
      }}
      empty={empty}
    />
  )
}

const columnsOf = (
  t: Translate<(typeof texts)['en']>,
  onMenu: MedicationsTableProps['onMenu'],
): readonly ClinicalColumn<MedicationTableLine>[] => [
  {
    id: 'medicine',
    header: t('medicine'),
    grow: 4,
    minWidth: 280,
    wrap: true,
    rowHeader: true,
    cell: (line) => <MedicineCell line={line} />,
  },
  { id: 'pharmacy', header: t('pharmacy'), grow: 2, minWidth: 150, wrap: true, cell: (line) => <StageCell line={line} /> },
  { id: 'prescribed', header: t('prescribed'), grow: 1, minWidth: 120, cell: (line) => <PrescribedCell line={line} /> },
  ...(onMenu
    ? [
        {
          id: 'menu',
          header: '',
          label: t('actions'),
          width: 44,
          cell: (line: MedicationTableLine) =>
            isPending(line) || !isOngoing(line) ? null : (
              <IconButton
                aria-label={t('menuOf', { medicine: line.generic })}
                aria-haspopup="menu"
                data-menu
                onClick={(event) => onMenu(line, event.currentTarget)}
              >
                <EllipsisVertical size={15} aria-hidden />
              </IconButton>
            ),
        },
      ]
    : []),
]

const SecondaryText = ({ children }: { readonly children: ReactNode }) => (
  <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
    {children}
  </Box>
)

function MedicineCell({ line }: { readonly line: MedicationTableLine }) {
  const t = useTexts(texts)
  const lineOf = useMedicationLine()
  const duplicateReasonText = useDuplicateReasonText()
  const medicine = isPending(line) ? line.medicine : line
  const duplicateReason = isPending(line) ? null : line.duplicateReason
  const limitWords = useLimitText()
  const limit = isPending(line) || !isOngoing(line) || !line.limit ? null : limitWords(line.limit)
  return (
    <Box sx={{ minWidth: 0, paddingBlock: 1 }}>
      <MedicationLine {...lineOf(medicine)} />
      {(isHighAlert(medicine) || line.priority !== 'routine') && (
        <Box component="span" sx={{ display: 'inline-flex', gap: 1, marginInlineStart: 1.5 }}>
          {line.priority !== 'routine' && <PriorityChip priority={line.priority} />}
          {isHighAlert(medicine) && <StatusChip tone="warn">{t('highAlert')}</StatusChip>}
        </Box>
      )}
      {limit?.tone && (
        <Box component="span" sx={{ marginInlineStart: 1.5 }}>
          <StatusChip tone={limit.tone}>{limit.text}</StatusChip>
        </Box>
      )}
      {(medicine.indication || duplicateReason || (limit && !limit.tone)) && (
        <SecondaryText>
          {medicine.indication && <bdi>{medicine.indication}</bdi>}
          {medicine.indication && duplicateReason && ' · '}
          {duplicateReason && t('againBecause', { reason: duplicateReasonText(duplicateReason) })}
          {limit && !limit.tone && `${medicine.indication || duplicateReason ? ' · ' : ''}${limit.text}`}
        </SecondaryText>
      )}
      {!isPending(line) && line.note && (
        <SecondaryText>
          {t('note')}: <bdi>{line.note}</bdi>
        </SecondaryText>
      )}
    </Box>
  )
}

/** Refresh interval of the stage cell, because a pharmacy claim expires without an event. */
const CLAIM_REFRESH_MS = 5_000

function StageCell({ line }: { readonly line: MedicationTableLine }) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  const now = useServerNow(CLAIM_REFRESH_MS)
  if (isPending(line))
    return (
      <StatusChip tone={line.pending === 'notSent' ? 'warn' : 'info'}>{t(line.pending === 'notSent' ? 'notSent' : 'sending')}</StatusChip>
    )
  const { stage, tone, claimedBy } = pharmacyStageOf(line, now)
  const lastStep = line.steps.at(-1)
  return (
    <Box sx={{ minWidth: 0 }}>
      <StatusChip tone={tone} title={claimedBy ?? undefined}>
        {stage === 'claimed' ? t('stage_claimed', { name: shortName(claimedBy ?? '') }) : t(`stage_${stage}`)}
      </StatusChip>
      {line.stopped ? (
        <SecondaryText>
          {t('stoppedBy', { reason: translateCoding(line.stopped.reason, texts, stopTexts, t), name: line.stopped.by.name })}{' '}
          <Clin>{formatTime(line.stopped.at)}</Clin>
        </SecondaryText>
      ) : (
        lastStep &&
        ['verified', 'prepared', 'dispensed'].includes(lastStep.step) && (
          <SecondaryText>
            <bdi>{lastStep.by.name}</bdi> <Clin>{formatTime(lastStep.at)}</Clin>
          </SecondaryText>
        )
      )}
    </Box>
  )
}

function PrescribedCell({ line }: { readonly line: MedicationTableLine }) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  if (isPending(line)) return <SecondaryText>{t('pendingHint')}</SecondaryText>
  return (
    <Box sx={{ minWidth: 0 }}>
      <bdi>{line.requester.name}</bdi>
      <SecondaryText>
        <Clin>{formatTime(line.authoredAt)}</Clin>
      </SecondaryText>
    </Box>
  )
}
