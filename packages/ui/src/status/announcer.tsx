import Box from '@mui/material/Box'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { visuallyHidden } from '../theme/visually-hidden.ts'
import { useWords } from '../words.tsx'

/** Interval between polite messages (A11Y-4): users switch off a screen reader that never pauses. */
export const POLITE_PAUSE_MS = 5000
/** Number of messages of a burst that are read out; the others are counted. */
const MAX_READ_OUT = 3

export interface Announce {
  /** Announces a change of a list, after the previous message. */
  polite: (message: string) => void
  /** Announces a new critical alert at once, interrupting. */
  alert: (message: string) => void
}

const AnnounceContext = createContext<Announce | null>(null)

// A live region speaks when its text changes, so a repeated message needs an inaudible difference.
const distinctFrom = (message: string) => (previous: string) => (previous === message ? `${message}\u00a0` : message)

/** One polite and one assertive live region for the whole workspace. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const { andMore } = useWords()
  const [polite, setPolite] = useState('')
  const [alert, setAlert] = useState('')
  const waiting = useRef<string[]>([])
  const pause = useRef<ReturnType<typeof setTimeout> | null>(null)

  const announce = useMemo<Announce>(() => {
    const speak = () => {
      pause.current = null
      const messages = waiting.current.splice(0)
      if (messages.length === 0) return
      const rest = messages.length - MAX_READ_OUT
      setPolite(distinctFrom([...messages.slice(0, MAX_READ_OUT), ...(rest > 0 ? [andMore(rest)] : [])].join('. ')))
      pause.current = setTimeout(speak, POLITE_PAUSE_MS)
    }
    return {
      polite: (message) => {
        waiting.current.push(message)
        if (pause.current === null) speak()
      },
      alert: (message) => setAlert(distinctFrom(message)),
    }
  }, [andMore])

  useEffect(
    () => () => {
      if (pause.current !== null) clearTimeout(pause.current)
      pause.current = null
    },
    [],
  )

  return (
    <AnnounceContext value={announce}>
      {children}
      <LiveRegions polite={polite} alert={alert} />
    </AnnounceContext>
  )
}

/** At the top of the window: below the frame it would add a line to the page. */
const hiddenAtTop = { ...visuallyHidden, position: 'fixed', insetBlockStart: 0 } as const

/**
 * Rendered in a `<slot>` under `<body>`: an open dialog sets `aria-hidden` on all siblings except a few element types,
 * and critical alerts must be announced while it is open.
 */
function LiveRegions({ polite, alert }: { polite: string; alert: string }) {
  const [host, setHost] = useState<HTMLElement | null>(null)
  useEffect(() => {
    const slot = document.createElement('slot')
    document.body.append(slot)
    setHost(slot)
    return () => slot.remove()
  }, [])
  if (!host) return null
  return createPortal(
    <>
      <Box role="status" aria-live="polite" data-announcer="polite" sx={hiddenAtTop}>
        {polite}
      </Box>
      <Box role="alert" data-announcer="alert" sx={hiddenAtTop}>
        {alert}
      </Box>
    </>,
    host,
  )
}

/** Returns functions that announce changes to screen readers. Throws outside `AnnouncerProvider`, as silence would go unnoticed. */
export function useAnnounce(): Announce {
  const announce = useContext(AnnounceContext)
  if (!announce) throw new Error('useAnnounce needs an AnnouncerProvider above it')
  return announce
}
