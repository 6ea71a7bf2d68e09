import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import { fmtAge, fmtDate, fmtDateTime, fmtDayMonth, fmtTime } from './dates.ts'

const TICK_MS = 1000

// One interval for every timer on the screen: two hundred rows with an age each must not hold two hundred intervals.
const listeners = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  ticking ??= setInterval(() => {
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || ticking === null) return
    clearInterval(ticking)
    ticking = null
  }
}

interface Facility {
  timeZone: string | undefined
  offsetMs: number
}

const FacilityContext = createContext<Facility>({ timeZone: undefined, offsetMs: 0 })

export interface FacilityProviderProps {
  /** IANA zone of the hospital, e.g. `Africa/Khartoum`; the browser's own when absent. */
  timeZone?: string
  /** Server time minus this computer's time, in ms: ward PCs are minutes off, and ages decide who is treated first. */
  offsetMs?: number
  children: ReactNode
}

/** Whose clock and whose time zone the screen shows. */
export function FacilityProvider({ timeZone, offsetMs = 0, children }: FacilityProviderProps) {
  const facility = useMemo(() => ({ timeZone, offsetMs }), [timeZone, offsetMs])
  return <FacilityContext value={facility}>{children}</FacilityContext>
}

export const useFacility = (): Facility => useContext(FacilityContext)

/** Server time in ms, rounded down to `stepMs`; the component redraws only when the step changes. */
export function useServerNow(stepMs = TICK_MS): number {
  const { offsetMs } = useFacility()
  const snapshot = () => Math.floor((Date.now() + offsetMs) / stepMs) * stepMs
  return useSyncExternalStore(subscribe, snapshot, snapshot)
}

/** The date functions bound to the facility's zone. Ages are counted to the present hour. */
export function useFormats() {
  const { timeZone, offsetMs } = useFacility()
  return useMemo(
    () => ({
      date: (value: string) => fmtDate(value, timeZone),
      dayMonth: (value: string) => fmtDayMonth(value, timeZone),
      time: (at: string, options?: { seconds?: boolean }) => fmtTime(at, timeZone, options),
      dateTime: (at: string, options?: { seconds?: boolean; year?: boolean }) => fmtDateTime(at, timeZone, options),
      age: (born: string, at: string | number | Date = Date.now() + offsetMs) => fmtAge(born, at, timeZone),
      /** Whether a moment falls on today's date of the facility. */
      isToday: (at: string) => fmtDate(at, timeZone) === fmtDate(new Date(Date.now() + offsetMs).toISOString(), timeZone),
    }),
    [timeZone, offsetMs],
  )
}
