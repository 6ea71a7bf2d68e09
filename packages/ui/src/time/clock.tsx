import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import { fmtAge, fmtDate, fmtDateTime, fmtDayMonth, fmtTime } from './dates.ts'

const TICK_MS = 1000

// One interval for all timers: two hundred rows with an age must not start two hundred intervals.
const listeners = new Set<() => void>()
let interval: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  interval ??= setInterval(() => {
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || interval === null) return
    clearInterval(interval)
    interval = null
  }
}

interface Facility {
  timeZone: string | undefined
  offsetMs: number
}

const FacilityContext = createContext<Facility>({ timeZone: undefined, offsetMs: 0 })

export interface FacilityProviderProps {
  /** IANA time zone of the hospital, e.g. `Africa/Khartoum`; the browser's if omitted. */
  timeZone?: string | undefined
  /** Server time minus local time, ms: ward PCs can be minutes off, and displayed ages influence treatment. */
  offsetMs?: number
  children: ReactNode
}

/** Provides the clock and time zone of the facility. */
export function FacilityProvider({ timeZone, offsetMs = 0, children }: FacilityProviderProps) {
  const facility = useMemo(() => ({ timeZone, offsetMs }), [timeZone, offsetMs])
  return <FacilityContext value={facility}>{children}</FacilityContext>
}

export const useFacility = (): Facility => useContext(FacilityContext)

/** Server time in ms, rounded down to `stepMs`; the component rerenders only when the step changes. */
export function useServerNow(stepMs = TICK_MS): number {
  const { offsetMs } = useFacility()
  const snapshot = () => Math.floor((Date.now() + offsetMs) / stepMs) * stepMs
  return useSyncExternalStore(subscribe, snapshot, snapshot)
}

/** Date functions bound to the facility's time zone. */
export function useFormats() {
  const { timeZone, offsetMs } = useFacility()
  return useMemo(
    () => ({
      date: (value: string) => fmtDate(value, timeZone),
      dayMonth: (value: string) => fmtDayMonth(value, timeZone),
      time: (at: string, options?: { seconds?: boolean }) => fmtTime(at, timeZone, options),
      dateTime: (at: string, options?: { seconds?: boolean; year?: boolean }) => fmtDateTime(at, timeZone, options),
      age: (born: string, at: string | number | Date = Date.now() + offsetMs) => fmtAge(born, at, timeZone),
      /** Whether a time is on the facility's current date. */
      isToday: (at: string) => fmtDate(at, timeZone) === fmtDate(new Date(Date.now() + offsetMs).toISOString(), timeZone),
    }),
    [timeZone, offsetMs],
  )
}
