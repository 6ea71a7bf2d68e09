import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { styled } from '@mui/material/styles'
import { Info, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useWords } from '../words.tsx'

export interface AlertBarItem {
  alertId: string
  tone: 'crit' | 'warn' | 'info'
  /** Cause and value: "Potassium" with a `LabValue`. */
  what: ReactNode
  /** Collection, release, ordering user. */
  detail?: ReactNode
  /** Age of the alert, and the next step. */
  timing?: ReactNode
  /** Action of this alert, named with the patient (ID-12). */
  action?: ReactNode
}

export interface AlertBarProps {
  /** Most severe first. */
  alerts: readonly AlertBarItem[]
  /** Number of lines before "+n more". */
  lines?: number
}

/** Unresolved alerts of the current patient. It does not fade and cannot be dismissed (SHL-5, decision D7). */
export function AlertBar({ alerts, lines = 2 }: AlertBarProps) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  if (alerts.length === 0) return null
  const shown = open ? alerts : alerts.slice(0, lines)
  const hidden = alerts.length - lines
  const names = { crit: words.critical, warn: words.warning, info: words.information }

  return (
    <Box component="section" aria-label={words.alerts} sx={{ flex: 'none', maxHeight: '38vh', overflow: 'auto' }}>
      {shown.map(({ alertId, tone, what, detail, timing, action }) => (
        <AlertLine key={alertId} tone={tone} data-tone={tone}>
          <Kind tone={tone}>
            {tone === 'info' ? <Info size={15} aria-hidden /> : <TriangleAlert size={15} aria-hidden />}
            {names[tone]}
          </Kind>
          <Box component="span" sx={{ fontWeight: 700, fontSize: 14 }}>
            {what}
          </Box>
          {detail && <Quiet>{detail}</Quiet>}
          <Box sx={{ flex: 1 }} />
          {timing && <Quiet>{timing}</Quiet>}
          {action}
        </AlertLine>
      ))}
      {hidden > 0 && (
        <AlertLine tone={alerts[lines]?.tone ?? 'info'}>
          <Link component="button" type="button" aria-expanded={open} onClick={() => setOpen(!open)} sx={{ minHeight: 24, fontSize: 12 }}>
            {open ? words.fewer : words.moreAlerts(hidden)}
          </Link>
        </AlertLine>
      )}
    </Box>
  )
}

const toneOptions = { shouldForwardProp: (prop: PropertyKey) => prop !== 'tone' }

const AlertLine = styled(
  'div',
  toneOptions,
)<{ tone: AlertBarItem['tone'] }>(({ theme, tone }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 12,
  rowGap: 4,
  minHeight: 36,
  padding: '4px 14px',
  backgroundColor: theme.vars.palette[tone].bg,
  borderBlockEnd: `1px solid ${theme.vars.palette[tone].line}`,
}))

const Kind = styled(
  'span',
  toneOptions,
)<{ tone: AlertBarItem['tone'] }>(({ theme, tone }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 6,
  fontWeight: 700,
  color: theme.vars.palette[tone].main,
}))

const Quiet = styled('span')(({ theme }) => ({ fontSize: 11.5, color: theme.vars.palette.text.secondary }))
