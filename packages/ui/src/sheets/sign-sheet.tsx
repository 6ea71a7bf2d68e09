import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import type { PatientIdentity } from '../patient/patient.ts'
import { useWords } from '../words.tsx'
import { Sheet } from './sheet.tsx'

export interface SignLine {
  lineId: string
  /** Exactly the text that is stored with the signature (ORD-11). */
  text: ReactNode
  /** Priority, timing, indication. */
  detail?: ReactNode
  /** A warning overridden with a reason, shown again to the signer. */
  warning?: ReactNode
}

export interface SignSheetProps {
  open: boolean
  title: ReactNode
  patient: PatientIdentity
  place?: string | null
  lines: readonly SignLine[]
  /** Defaults to "Sign 3 orders for SMITH, Jane". */
  commitLabel?: string
  busy?: boolean
  error?: ReactNode
  /** Shown between lines and button, for example that a colleague is ordering or that a check is unavailable. */
  children?: ReactNode
  commitDisabled?: boolean
  onSign: () => void
  onClose: () => void
}

/** Lists everything to be signed in its final text, for the patient named on the button (ORD-11, ID-12). */
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
