import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import type { PatientIdentity } from '../patient/patient.ts'
import { useWords } from '../words.tsx'
import { Sheet } from './sheet.tsx'

export interface SignLine {
  lineId: string
  /** The final wording: what is signed equals what is stored (ORD-11). */
  text: ReactNode
  /** Priority, timing, indication. */
  detail?: ReactNode
  /** A finding that was passed with a reason, shown to the signer once more. */
  warning?: ReactNode
}

export interface SignSheetProps {
  open: boolean
  title: ReactNode
  patient: PatientIdentity
  place?: string | null
  lines: readonly SignLine[]
  /** "Sign 3 orders for SMITH, Jane" unless said otherwise. */
  commitLabel?: string
  busy?: boolean
  error?: ReactNode
  /** Between the lines and the button: a colleague is ordering too, checking is unavailable. */
  children?: ReactNode
  commitDisabled?: boolean
  onSign: () => void
  onClose: () => void
}

/** Everything that is about to be signed, in its final words, for the patient named on the button (ORD-11, ID-12). */
export function SignSheet({ lines, patient, commitLabel, onSign, children, ...sheet }: SignSheetProps) {
  const words = useWords()
  return (
    <Sheet {...sheet} patient={patient} commitLabel={commitLabel ?? words.sign(lines.length, patient.name)} onCommit={onSign}>
      <Box component="ol" sx={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 2 }}>
        {lines.map(({ lineId, text, detail, warning }) => (
          <Box component="li" key={lineId} sx={{ paddingBlockEnd: 2, borderBlockEnd: '1px solid', borderColor: 'line' }}>
            <div>{text}</div>
            {detail && <Box sx={{ color: 'muted', fontSize: 12 }}>{detail}</Box>}
            {warning && <Box sx={{ color: 'warn.main', fontSize: 12, fontWeight: 550 }}>{warning}</Box>}
          </Box>
        ))}
      </Box>
      {children}
    </Sheet>
  )
}
