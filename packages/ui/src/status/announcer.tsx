import Box from '@mui/material/Box'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { visuallyHidden } from '../theme/visually-hidden.ts'
import { useWords } from '../words.tsx'

/** At most one polite message in this time (A11Y-4): a screen reader that never stops talking is switched off. */
export const POLITE_PAUSE_MS = 5000
/** A burst is summed up instead of read out in full. */
const READ_OUT_AT_MOST = 3

export interface Announce {
  /** A change in a list: said when there is room for it. */
  polite: (message: string) => void
  /** A new critical: said at once, interrupting. */
  alert: (message: string) => void
}

const AnnounceContext = createContext<Announce | null>(null)

// A live region speaks when its text changes, so the same words twice have to differ by something inaudible.
const differently = (message: string) => (previous: string) => (previous === message ? `${message}\u00a0` : message)

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
      const rest = messages.length - READ_OUT_AT_MOST
      setPolite(differently([...messages.slice(0, READ_OUT_AT_MOST), ...(rest > 0 ? [andMore(rest)] : [])].join('. ')))
      pause.current = setTimeout(speak, POLITE_PAUSE_MS)
    }
    return {
      polite: (message) => {
        waiting.current.push(message)
        if (pause.current === null) speak()
      },
      alert: (message) => setAlert(differently(message)),
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

/** At the top of the window: below the frame it would lengthen the page by a line. */
const beyondThePage = { ...visuallyHidden, position: 'fixed', insetBlockStart: 0 } as const

/**
 * Under `<body>` and inside a `<slot>`: an open dialog puts `aria-hidden` on everything beside it except the
 * few elements that may not carry it, and a critical that arrives meanwhile has to be heard all the same.
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
      <Box role="status" aria-live="polite" data-announcer="polite" sx={beyondThePage}>
        {polite}
      </Box>
      <Box role="alert" data-announcer="alert" sx={beyondThePage}>
        {alert}
      </Box>
    </>,
    host,
  )
}

/** Says changes to people who do not see them. Throws outside `AnnouncerProvider`: silence would go unnoticed. */
export function useAnnounce(): Announce {
  const announce = useContext(AnnounceContext)
  if (!announce) throw new Error('useAnnounce needs an AnnouncerProvider above it')
  return announce
}
