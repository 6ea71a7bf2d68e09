import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import { isExpired, isHighAlert, type MedicationRow, type OrderLimit, PRESCRIPTION_VALID_DAYS } from '@wardline/events'
import { Clin, DiffBlock, type DiffLine, fmtDose, MedicationLine, StatusChip, useFormats, useServerNow, useWords } from '@wardline/ui'
import { useMedicationLine, useSupplyUnit } from '../../../clinical/medication-line.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLimitText } from '../../../ordering/limit-text.ts'
import { isUnfinished } from '../queue/stages.ts'
import { itemTexts, queueTexts } from '../texts.ts'
import { Section } from './section.tsx'

const MINUTE_MS = 60_000

/** The signed order, its prescriber and indication, and the changes since it was opened (PHQ-9). */
export function OrderSection({ row, openedRow, onMarkSeen }: { row: MedicationRow; openedRow: MedicationRow; onMarkSeen: () => void }) {
  const t = useTexts(itemTexts)
  const tQueue = useTexts(queueTexts)
  const formats = useFormats()
  const medicineLine = useMedicationLine()
  const unitName = useSupplyUnit()
  const changes = useChanges(openedRow, row)
  return (
    <>
      <Section title={t('signed', { time: formats.time(row.authoredAt), name: row.requester.name })}>
        <Box sx={{ fontSize: 15 }}>
          <MedicationLine {...medicineLine(row)} />
        </Box>
        <Box sx={{ color: 'muted', fontSize: 12, marginBlockStart: 1 }}>
          {row.indication ? t('indication', { indication: row.indication }) : t('noIndication')}
          {row.supply && (
            <>
              {' · '}
              {t('supply', {
                quantity: row.supply.value === null ? unitName(row.supply.unit) : fmtDose(row.supply.value, unitName(row.supply.unit)),
              })}
            </>
          )}
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, marginBlockStart: 1.5 }}>
          {row.limit && <Limit limit={row.limit} />}
          {isHighAlert(row) && <StatusChip tone="warn">{tQueue('highAlert')}</StatusChip>}
          {/* Interaction checking is not implemented; showing nothing would read as "no interactions" (decision 19). */}
          <StatusChip tone="warn">{t('interactionsNotChecked')}</StatusChip>
        </Box>
        {changes.length > 0 && (
          <Box sx={{ marginBlockStart: 2 }}>
            <DiffBlock
              changedBy={row.steps.at(-1)?.by.name ?? row.requester.name}
              changedAt={row.changedAt}
              changes={changes}
              onReload={row.stage === 'stopped' ? undefined : onMarkSeen}
            />
          </Box>
        )}
      </Section>
      {isExpired(row, useServerNow(MINUTE_MS)) && isUnfinished(row) && (
        <Alert severity="error" sx={{ margin: 2 }}>
          {t('expiredHint', { days: PRESCRIPTION_VALID_DAYS })}
        </Alert>
      )}
      <Note title={t('prescriberNote')} text={row.note} />
      <Note title={t('verificationNote')} text={row.steps.findLast(({ step }) => step === 'verified')?.note} />
      <Note title={t('duplicateReason')} text={row.duplicateReason} />
    </>
  )
}

function Note({ title, text }: { title: string; text: string | null | undefined }) {
  if (!text) return null
  return (
    <Section title={title}>
      <Box component="q" dir="auto" sx={{ overflowWrap: 'anywhere' }}>
        {text}
      </Box>
    </Section>
  )
}

/** Stop or review date, highlighted shortly before it is reached (ORD-6). */
function Limit({ limit }: { limit: OrderLimit }) {
  const { text, tone } = useLimitText()(limit)
  return <StatusChip tone={tone ?? 'neutral'}>{text}</StatusChip>
}

/** Returns the fields that changed since the order was opened. */
function useChanges(before: MedicationRow, after: MedicationRow): readonly DiffLine[] {
  const t = useTexts(itemTexts)
  const words = useWords()
  if (before.versionId === after.versionId) return []
  const dose = ({ dose: amount }: MedicationRow) => amount && <Clin>{fmtDose(amount.value, amount.unit)}</Clin>
  const fields: readonly (readonly [
    label: string,
    read: (row: MedicationRow) => string | null,
    render?: (row: MedicationRow) => React.ReactNode,
  ])[] = [
    [t('fieldDose'), (row) => row.dose && `${row.dose.value} ${row.dose.unit}`, dose],
    [t('fieldRoute'), (row) => row.route],
    [t('fieldFrequency'), (row) => row.frequency],
    [t('fieldPriority'), (row) => words.priorities[row.priority]],
    [t('fieldIndication'), (row) => row.indication],
    [t('fieldStatus'), (row) => row.status],
  ]
  return fields
    .filter(([, read]) => read(before) !== read(after))
    .map(([label, read, render = read]) => ({ label, before: render(before), after: render(after) }))
}
