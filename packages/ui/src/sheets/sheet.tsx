import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button, { type ButtonProps } from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { KeyHint } from '../keyboard/key-hint.tsx'
import { isCommitKey } from '../keyboard/keys.ts'
import type { PatientIdentity } from '../patient/patient.ts'
import { PatientHead } from '../patient/patient-identity.tsx'
import { useWords } from '../words.tsx'
import { readingTimes, useReadingTime } from './reading-time.ts'

export interface SheetProps {
  open: boolean
  title: ReactNode
  /** Shown below the title if the action concerns one patient. */
  patient?: PatientIdentity
  place?: string | null
  children?: ReactNode
  /** A verb with object and patient (ID-12): "Verify for SMITH, Jane". */
  commitLabel: string
  commitTone?: ButtonProps['color']
  commitDisabled?: boolean
  /** A request is running: shows "Saving…", never a success (RT-5). */
  busy?: boolean
  /** The refusal message; the user's input is kept. */
  error?: ReactNode
  onCommit: () => void
  onClose: () => void
  /** Further actions, at the end of the row. */
  actions?: ReactNode
  maxWidth?: 'xs' | 'sm' | 'md'
}

/** A dialog with one primary action, which does nothing until the sheet has been read. Ctrl Enter commits; Escape and Cancel close it. */
export function Sheet({
  open,
  title,
  patient,
  place,
  children,
  commitLabel,
  commitTone = 'primary',
  commitDisabled = false,
  busy = false,
  error,
  onCommit,
  onClose,
  actions,
  maxWidth = 'sm',
}: SheetProps) {
  const words = useWords()
  const titleId = useId()
  const canCommit = !busy && !commitDisabled
  const isRead = useReadingTime(open ? titleId : null, readingTimes.sheet)
  const commit = () => {
    if (canCommit && isRead) onCommit()
  }
  const commitByKey = (event: KeyboardEvent) => {
    if (!isCommitKey(event)) return
    event.preventDefault()
    // The page behind binds the same shortcut to open this sheet.
    event.stopPropagation()
    commit()
  }
  return (
    <Dialog open={open} onClose={busy ? undefined : onClose} maxWidth={maxWidth} aria-labelledby={titleId} onKeyDown={commitByKey}>
      <DialogTitle id={titleId}>{title}</DialogTitle>
      {patient && <PatientHead patient={patient} place={place} />}
      <DialogContent>
        {children}
        {error && (
          <Alert severity="error" role="alert" sx={{ marginBlockStart: 3 }}>
            {error}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" color={commitTone} disabled={!canCommit} aria-disabled={!isRead || undefined} onClick={commit}>
          {busy ? words.saving : commitLabel}
          {!busy && <KeyHint keys="Mod+Enter" />}
        </Button>
        <Button onClick={onClose} disabled={busy}>
          {words.cancel}
        </Button>
        {actions && <Box sx={{ flex: 1 }} />}
        {actions}
      </DialogActions>
    </Dialog>
  )
}
