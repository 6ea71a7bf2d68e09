import { useFormats } from '@wardline/ui'
import { serverClock } from './server-clock.ts'

/** Formats a time as `20:41` if it is today in the hospital, `18-Nov 20:41` in this year, `18-Nov-2024 20:41` otherwise. */
export function useFormatTime(): (at: string) => string {
  const formats = useFormats()
  const thisYear = (at: string) => formats.date(at).slice(-4) === formats.date(new Date(serverClock.now()).toISOString()).slice(-4)
  return (at) => (formats.isToday(at) ? formats.time(at) : formats.dateTime(at, { year: !thisYear(at) }))
}
