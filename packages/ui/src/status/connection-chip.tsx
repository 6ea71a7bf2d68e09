import ButtonBase from '@mui/material/ButtonBase'
import { Clock, RefreshCw, RotateCw, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { StatusChip } from '../clinical/chips.tsx'
import type { Tone } from '../clinical/severity.ts'
import { useFormats } from '../time/clock.tsx'
import { useWords } from '../words.tsx'

export type ConnectionState = 'live' | 'catchingUp' | 'delayed' | 'polling' | 'offline'

export interface ConnectionChipProps {
  state: ConnectionState
  /** Start of the interruption. */
  since?: string | null
  /** Latency of the last delivery, shown while live ("Live · 0.2 s"). */
  latencyMs?: number | null
  /** Opens the details (SHL-10). */
  onClick?: () => void
}

const look: Record<ConnectionState, { tone: Tone; icon: ReactNode }> = {
  live: { tone: 'ok', icon: <LiveDot /> },
  catchingUp: { tone: 'info', icon: <RefreshCw size={12} aria-hidden /> },
  delayed: { tone: 'warn', icon: <Clock size={12} aria-hidden /> },
  polling: { tone: 'warn', icon: <RotateCw size={12} aria-hidden /> },
  offline: { tone: 'crit', icon: <WifiOff size={12} aria-hidden /> },
}

function LiveDot() {
  return <span aria-hidden style={{ inlineSize: 7, blockSize: 7, borderRadius: '50%', background: 'currentColor' }} />
}

/** Connection state as text, icon and colour (RT-1). */
export function ConnectionChip({ state, since, latencyMs, onClick }: ConnectionChipProps) {
  const words = useWords()
  const formats = useFormats()
  const { tone, icon } = look[state]
  const detail =
    state === 'live'
      ? latencyMs != null && words.latency((latencyMs / 1000).toFixed(1))
      : state !== 'catchingUp' && since && words.since(formats.time(since))
  const chip = (
    <StatusChip tone={tone} icon={icon}>
      <span>
        {words.connection[state]}
        {detail && (
          <>
            {state === 'live' ? ' · ' : ' '}
            <bdi>{detail}</bdi>
          </>
        )}
      </span>
    </StatusChip>
  )
  return (
    <span role="status" aria-live="polite" data-connection={state}>
      {onClick ? (
        <ButtonBase onClick={onClick} sx={{ minHeight: 24, borderRadius: 10 }}>
          {chip}
        </ButtonBase>
      ) : (
        chip
      )}
    </span>
  )
}
