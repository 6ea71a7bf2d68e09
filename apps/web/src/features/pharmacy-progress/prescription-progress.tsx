import Box from '@mui/material/Box'
import { isHighAlert, type MedicationRow, type PharmacyStep } from '@wardline/events'
import { Clin, fmtDose, MedicationLine, PriorityChip, StatusChip } from '@wardline/ui'
import { useMedicationLine } from '../../clinical/medication-line.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useFormatTime } from '../../time/use-format-time.ts'
import { isUnfinished } from './milestones.ts'
import { Stepper } from './stepper.tsx'
import { texts } from './texts.ts'

export interface PrescriptionProgressProps {
  readonly row: MedicationRow
  readonly userId: string
  readonly isFresh: boolean
}

/** One prescription: order text, progress and reason for discontinuation. */
export function PrescriptionProgress({ row, userId, isFresh }: PrescriptionProgressProps) {
  const t = useTexts(texts)
  const medicineLine = useMedicationLine()
  const formatTime = useFormatTime()
  return (
    <Box
      component="li"
      data-tone={isFresh ? 'fresh' : undefined}
      sx={{
        display: 'grid',
        gridTemplateColumns: 'minmax(260px, 2fr) minmax(460px, 3fr)',
        gap: 4,
        padding: '12px',
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        ...(isFresh && { backgroundImage: 'linear-gradient(var(--wl-toward-end), var(--wl-palette-new-bg), transparent 70%)' }),
        ...(!isUnfinished(row) && !isFresh && { bgcolor: 'sunk' }),
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Box component={row.stage === 'stopped' ? 's' : 'div'}>
          <MedicationLine {...medicineLine(row)} indication={row.indication} />
        </Box>
        <Box
          sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, marginBlockStart: 1.5, color: 'muted', fontSize: 12 }}
        >
          <PriorityChip priority={row.priority} />
          {isHighAlert(row) && <HighAlert />}
          <span>{t('prescriber', { name: row.requester.name, time: formatTime(row.authoredAt) })}</span>
          {row.dispensed && <span>{t('supplied', { quantity: fmtDose(row.dispensed.value, row.dispensed.unit) })}</span>}
        </Box>
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <Stepper row={row} userId={userId} />
        {row.stopped && (
          <Box sx={{ marginBlockStart: 1.5 }}>
            <StatusChip tone="crit">
              {t('stoppedBy', { time: formatTime(row.stopped.at), name: row.stopped.by.name, reason: row.stopped.reason })}
            </StatusChip>
          </Box>
        )}
        {row.steps.length > 1 && <AllSteps steps={row.steps} />}
      </Box>
    </Box>
  )
}

function HighAlert() {
  const t = useTexts(texts)
  return <StatusChip tone="warn">{t('highAlert')}</StatusChip>
}

/** All steps with user and time, including claims and releases. */
function AllSteps({ steps }: { steps: readonly PharmacyStep[] }) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  return (
    <Box
      component="details"
      sx={{ marginBlockStart: 1.5, fontSize: 12, color: 'muted', '& summary': { cursor: 'pointer', minHeight: 24 } }}
    >
      <summary>{t('allSteps')}</summary>
      <Box component="ol" sx={{ margin: 0, paddingInlineStart: 5 }}>
        {steps.map(({ step, at, by, note }) => (
          <li key={`${step} ${at}`}>
            {t(step)} <Clin>{formatTime(at)}</Clin> · <bdi>{by.name}</bdi>
            {note && (
              <>
                {' — '}
                <q dir="auto">{note}</q>
              </>
            )}
          </li>
        ))}
      </Box>
    </Box>
  )
}
