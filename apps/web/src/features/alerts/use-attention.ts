import type { AlertRow } from '@wardline/events'
import { readingTimes } from '@wardline/ui'
import { useEffect, useState } from 'react'
import { usePreferences } from '../../session/preferences.ts'
import { useTabLeader } from '../../session/use-tab-leader.ts'
import { playCritical } from '../../sound/sound.ts'

/** Interval in ms at which the critical sound repeats until the alert was seen (ATT-3). */
const REPEAT_MS = 30_000

const DEFAULT_ICON = '/favicon.svg'
const CRITICAL_ICON = '/favicon-critical.svg'

/** Drives sound, window title and icon for the user's critical results. */
export function useAttention(alerts: readonly AlertRow[], shown: AlertRow | null): void {
  const isSoundOn = usePreferences(({ sound }) => sound)
  const isLeader = useTabLeader()
  const seenIds = useSeenAlerts(shown)
  const unseen = alerts.filter(({ id }) => !seenIds.has(id))
  const unseenKey = unseen.map(({ id }) => id).join(' ')

  useEffect(() => {
    if (!unseenKey || !isSoundOn || !isLeader) return
    playCritical()
    const timer = setInterval(playCritical, REPEAT_MS)
    return () => clearInterval(timer)
  }, [unseenKey, isSoundOn, isLeader])

  const count = alerts.length
  useEffect(() => {
    // No patient name in the title: titles appear in the browser history and on shared screens.
    document.title = count > 0 ? `(${count}) Wardline` : 'Wardline'
    document.querySelector('link[rel=icon]')?.setAttribute('href', count > 0 ? CRITICAL_ICON : DEFAULT_ICON)
  }, [count])
}

/** Returns the ids of alerts that were visible long enough to be read. */
function useSeenAlerts(shown: AlertRow | null): ReadonlySet<string> {
  const [seenIds, setSeenIds] = useState<ReadonlySet<string>>(new Set())
  const id = shown?.id
  useEffect(() => {
    if (!id) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const onVisibilityChange = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible')
        timer = setTimeout(() => setSeenIds((before) => new Set(before).add(id)), readingTimes.alert)
    }
    onVisibilityChange()
    document.addEventListener('visibilitychange', onVisibilityChange)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisibilityChange)
    }
  }, [id])
  return seenIds
}
