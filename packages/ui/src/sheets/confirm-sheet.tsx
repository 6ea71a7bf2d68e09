import FormControlLabel from '@mui/material/FormControlLabel'
import Radio from '@mui/material/Radio'
import RadioGroup from '@mui/material/RadioGroup'
import TextField from '@mui/material/TextField'
import { type ReactNode, useState } from 'react'
import { useWords } from '../words.tsx'
import { Sheet, type SheetProps } from './sheet.tsx'

export interface ReasonChoice {
  code: string
  label: string
}

export interface ChosenReason {
  code: string
  /** Filled when `code` is the other-reason code. */
  text: string | null
}

export interface ConfirmSheetProps extends Omit<SheetProps, 'onCommit' | 'children' | 'commitDisabled'> {
  /** The consequence, in one sentence. */
  children?: ReactNode
  /** If set, a reason is required. At most six, so that users read them (MED-6). */
  reasons?: readonly ReasonChoice[]
  /** The code in `reasons` that requires free text; omitted if every reason is coded. */
  otherCode?: string
  onConfirm: (reason: ChosenReason | null) => void
}

/** Confirms an irreversible action, with a coded reason if the record requires one. */
export function ConfirmSheet({ reasons, otherCode, onConfirm, children, ...sheet }: ConfirmSheetProps) {
  const words = useWords()
  const [code, setCode] = useState<string | null>(null)
  const [text, setText] = useState('')
  const needsText = code !== null && code === otherCode
  const isComplete = !reasons || (code !== null && (!needsText || text.trim() !== ''))
  return (
    <Sheet
      {...sheet}
      commitDisabled={!isComplete}
      onCommit={() => onConfirm(code === null ? null : { code, text: needsText ? text.trim() : null })}
    >
      {children}
      {reasons && (
        <RadioGroup
          aria-label={words.reason}
          value={code ?? ''}
          onChange={(event) => setCode(event.target.value)}
          sx={{ marginBlockStart: 2 }}
        >
          {reasons.map((reason) => (
            <FormControlLabel key={reason.code} value={reason.code} control={<Radio />} label={reason.label} />
          ))}
        </RadioGroup>
      )}
      {needsText && (
        <TextField
          label={words.otherReason}
          value={text}
          onChange={(event) => setText(event.target.value)}
          slotProps={{ htmlInput: { dir: 'auto' } }}
          autoFocus
          sx={{ marginBlockStart: 2 }}
        />
      )}
    </Sheet>
  )
}
