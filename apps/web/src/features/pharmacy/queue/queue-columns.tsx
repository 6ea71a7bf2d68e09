import Box from '@mui/material/Box'
import { styled } from '@mui/material/styles'
import { isExpired, isHighAlert, type MedicationRow } from '@wardline/events'
import {
  AgeTimer,
  ClaimBadge,
  type ClinicalColumn,
  MedicationLine,
  PriorityChip,
  StatusChip,
  TwoIdentifiers,
  useFormats,
  useServerNow,
} from '@wardline/ui'
import { Eye, Pencil } from 'lucide-react'
import { useMemo } from 'react'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useLocationLabel } from '../../../sync/hooks/use-location-label.ts'
import { queueTexts } from '../texts.ts'
import { isShownDespiteFilter } from './queue-list.ts'
import { isUnfinished, type QueueStage, waitingSince } from './stages.ts'
import { targetMs } from './turnaround-targets.ts'

const MINUTE_MS = 60_000
/** Fits a typical name and claim age on one line: a narrower column would wrap, and each claim would shift all rows below. */
const claimWidth = { en: 200, ar: 212 } as const
/** The Arabic label of ASAP is longer. */
const priorityWidth = { en: 82, ar: 112 } as const

interface QueueColumnsOptions {
  readonly stage: QueueStage
  readonly unitId: string | null
  readonly userId: string
}

/** Priority, waiting time, patient, order with flags, prescriber and claim (PHQ-3); completed orders have no waiting time. */
export function useQueueColumns({ stage, unitId, userId }: QueueColumnsOptions): readonly ClinicalColumn<MedicationRow>[] {
  const t = useTexts(queueTexts)
  const { language } = useLanguage()
  return useMemo<readonly ClinicalColumn<MedicationRow>[]>(
    () => [
      {
        id: 'priority',
        header: t('priority'),
        width: priorityWidth[language],
        wrap: false,
        cell: (row) => <PriorityChip priority={row.priority} />,
      },
      ...(stage === 'done'
        ? []
        : [{ id: 'age', header: t('age'), width: 88, wrap: false, cell: (row: MedicationRow) => <Age row={row} /> }]),
      { id: 'patient', header: t('patient'), grow: 1, minWidth: 182, rowHeader: true, cell: (row) => <Patient row={row} /> },
      { id: 'order', header: t('order'), grow: 2, minWidth: 230, cell: (row) => <Medicine row={row} unitId={unitId} /> },
      {
        id: 'claim',
        header: t('prescriberClaim'),
        width: claimWidth[language],
        cell: (row) => <PrescriberAndClaim row={row} stage={stage} userId={userId} />,
      },
    ],
    [t, language, stage, unitId, userId],
  )
}

function Age({ row }: { row: MedicationRow }) {
  if (row.stage === 'dispensed' || row.stage === 'stopped') return null
  return <AgeTimer since={waitingSince(row)} targetMs={targetMs[row.priority]} />
}

function Patient({ row }: { row: MedicationRow }) {
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  return <TwoIdentifiers patient={identityOf(row.patient, language)} place={locationLabel.short(row.patient)} />
}

/** Full order text followed by its safety flags. */
function Medicine({ row, unitId }: { row: MedicationRow; unitId: string | null }) {
  const t = useTexts(queueTexts)
  const medicineLine = useMedicationLine()
  const expired = isExpired(row, useServerNow(MINUTE_MS)) && isUnfinished(row)
  return (
    <span>
      <MedicationLine {...medicineLine(row)} /> {isHighAlert(row) && <StatusChip tone="warn">{t('highAlert')}</StatusChip>}{' '}
      {row.duplicateReason !== null && <StatusChip tone="warn">{t('duplicate')}</StatusChip>}{' '}
      {expired && <StatusChip tone="crit">{t('expired')}</StatusChip>}{' '}
      {isShownDespiteFilter(row, unitId) && <StatusChip tone="new">{t('despiteFilter')}</StatusChip>}
    </span>
  )
}

const stepTexts = { verified: 'verifiedBy', prepared: 'preparedBy', dispensed: 'dispensedBy', stopped: 'stoppedBy' } as const

function PrescriberAndClaim({ row, stage, userId }: { row: MedicationRow; stage: QueueStage; userId: string }) {
  const t = useTexts(queueTexts)
  return (
    <Stack>
      <Box component="bdi" sx={{ color: 'muted', fontSize: 12 }}>
        {row.requester.name}
      </Box>
      <ExitStep row={row} stage={stage} />
      {row.claim ? (
        <IconLabel icon={<Pencil size={12} role="img" aria-label={t('claimedIcon')} />} title={t('claimedIcon')}>
          <ClaimBadge
            by={row.claim.by.name}
            mine={row.claim.by.userId === userId}
            claimedAt={row.claim.at}
            expiresAt={row.claim.leaseUntil}
          />
        </IconLabel>
      ) : (
        <OpenedUnverified row={row} />
      )}
    </Stack>
  )
}

/** The step by which a row left this stage, with user and time (RT-9). */
function ExitStep({ row, stage }: { row: MedicationRow; stage: QueueStage }) {
  const t = useTexts(queueTexts)
  const formats = useFormats()
  const last = row.steps.findLast(({ step }) => step in stepTexts)
  const hasLeftStage = { verify: 'unverified', prepare: 'verified', ready: 'ready', done: null }[stage] !== row.stage
  if (!last || !hasLeftStage) return null
  const label = t(stepTexts[last.step as keyof typeof stepTexts], { name: last.by.name, time: formats.time(last.at) })
  return <small>{label}</small>
}

/** Shows that a pharmacist opened the order and released it unverified, so that the next one can consult them (PHQ-8). */
function OpenedUnverified({ row }: { row: MedicationRow }) {
  const t = useTexts(queueTexts)
  const last = row.steps.at(-1)
  if (last?.step !== 'released' || row.stage !== 'unverified') return null
  return (
    <IconLabel icon={<Eye size={12} role="img" aria-label={t('lookedAtIcon')} />} title={t('lookedAtIcon')}>
      <small>{t('lookedAt', { name: last.by.name })}</small>
    </IconLabel>
  )
}

const Stack = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  gap: 2,
  '& small': { color: theme.vars.palette.muted, fontSize: 11.5 },
}))

/** Icon with a tooltip and an accessible name (PHQ-8). */
const IconLabel = ({ icon, title, children }: { icon: React.ReactNode; title: string; children: React.ReactNode }) => (
  <Box
    component="span"
    title={title}
    // Same height for text and chip, so that no row moves when a claim appears or disappears.
    sx={{
      display: 'inline-flex',
      alignItems: 'center',
      gap: 1,
      minBlockSize: 22,
      color: 'muted',
      '& span': { whiteSpace: 'normal', flexWrap: 'wrap' },
    }}
  >
    {icon}
    {children}
  </Box>
)
