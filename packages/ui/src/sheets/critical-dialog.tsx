import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import { TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { Clin } from '../clinical/clinical-text.tsx'
import { LabValue } from '../clinical/lab-value.tsx'
import { KeyHint } from '../keyboard/key-hint.tsx'
import { isCommitKey } from '../keyboard/keys.ts'
import type { PatientIdentity } from '../patient/patient.ts'
import { PatientHead } from '../patient/patient-identity.tsx'
import { useServerNow } from '../time/clock.tsx'
import { useWords } from '../words.tsx'
import { readingTimes, useReadingTime } from './reading-time.ts'

export interface CriticalDialogProps {
  open: boolean
  /** Identifies the alert; a new one restarts the reading time. */
  alertId: string
  title?: ReactNode
  patient: PatientIdentity
  place?: string | null
  value: string | number | null
  /** Free text of any length and language instead of a value, such as a radiologist's finding. */
  finding?: string | null
  comparator?: string | null
  unit?: string | null
  flag: string | null
  /** Test name and limits: "Potassium" · "range 3.5–5.1 · critical ≥ 6.5". */
  name: ReactNode
  limits?: ReactNode
  /** Previous value, and times of collection and release. */
  context?: ReactNode
  /** Other notified users, and the next in the escalation. */
  others?: ReactNode
  /** Time at which the result was known in the hospital; the timer starts there, not when the dialog opens (INB-9). */
  knownSince: string
  busy?: boolean
  error?: ReactNode
  onActing: () => void
  onOpenChart: () => void
  /** Passes the alert on with a reason; the timer continues (INB-7). Omitted if the user may not. */
  onReassign?: () => void
}

/**
 * The only dialog that may interrupt. It shows patient, result, time and notified users, and can be closed only by one
 * of its three actions (INB-14, ATT-8).
 */
export function CriticalDialog(props: CriticalDialogProps) {
  const { open, alertId, title, patient, place, knownSince, busy = false, error, onActing } = props
  const words = useWords()
  const titleId = useId()
  const contentId = useId()
  const isRead = useReadingTime(open ? alertId : null, readingTimes.alert)
  const canAct = isRead && !busy

  const commitByKey = (event: KeyboardEvent) => {
    if (!isCommitKey(event)) return
    event.preventDefault()
    event.stopPropagation()
    if (canAct) onActing()
  }

  return (
    <Dialog
      open={open}
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={contentId}
      onKeyDown={commitByKey}
      slotProps={{ paper: { sx: { maxWidth: 540, borderBlockStart: '5px solid var(--wl-palette-crit-main)' } } }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, padding: '10px 16px' }}>
        <Box
          component="h2"
          id={titleId}
          sx={{ margin: 0, flex: 1, display: 'flex', gap: 2, alignItems: 'center', fontSize: 16, fontWeight: 680, color: 'crit.main' }}
        >
          <TriangleAlert size={17} aria-hidden />
          {title ?? words.criticalResult}
        </Box>
        <KnownFor since={knownSince} />
      </Box>
      <Box id={contentId}>
        <PatientHead patient={patient} place={place} />
        <Finding {...props} />
      </Box>
      {error && (
        <Alert severity="error" role="alert" sx={{ margin: '0 16px 12px' }}>
          {error}
        </Alert>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, padding: '12px 16px', borderBlockStart: '1px solid', borderColor: 'line' }}>
        <Button variant="contained" color="error" disabled={!canAct} onClick={onActing} sx={{ minHeight: 32 }}>
          {busy ? words.saving : words.acknowledgeAndAct}
          {!busy && <KeyHint keys="Mod+Enter" />}
        </Button>
        <Button onClick={props.onOpenChart} sx={{ minHeight: 32 }}>
          {words.openChart}
        </Button>
        <Box sx={{ flex: 1 }} />
        {props.onReassign && (
          <Button onClick={props.onReassign} disabled={busy} sx={{ minHeight: 32 }}>
            {words.reassign}
          </Button>
        )}
      </Box>
    </Dialog>
  )
}

function Finding({ value, finding, comparator, unit, flag, name, limits, context, others }: CriticalDialogProps) {
  const words = useWords()
  return (
    <Box sx={{ padding: '16px 16px 10px' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 4 }}>
        {finding ? (
          <Box
            component="bdi"
            dir="auto"
            sx={{ fontSize: 20, fontWeight: 700, lineHeight: 1.3, color: 'crit.main', overflowWrap: 'anywhere' }}
          >
            {finding}
          </Box>
        ) : (
          <LabValue value={value} comparator={comparator} unit={unit} flag={flag} size="large" />
        )}
        <Box sx={{ fontSize: 12, color: 'muted' }}>
          <div>
            <Box component="b" sx={{ fontSize: 13, color: 'text.primary', marginInlineEnd: 1.5 }}>
              {name}
            </Box>
            {limits}
          </div>
          {context && <div>{context}</div>}
        </Box>
      </Box>
      {others && (
        <Box sx={{ marginBlockStart: 5, fontSize: 12, color: 'muted' }}>
          {words.alsoNotified}: {others}
        </Box>
      )}
    </Box>
  )
}

function KnownFor({ since }: { since: string }) {
  const words = useWords()
  const seconds = Math.max(0, Math.floor((useServerNow() - Date.parse(since)) / 1000))
  return (
    <Box component="span" role="timer" aria-live="off" sx={{ color: 'muted', fontSize: 12 }}>
      <Clin>{words.known(words.minutesSeconds(Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0')))}</Clin>
    </Box>
  )
}
