import { useFormats } from '@wardline/ui'
import { serverClock } from './server-clock.ts'

/** `20:41` for what happened today in the hospital, `18-Nov 20:41` for this year, `18-Nov-2024 20:41` for everything else. */
export function useFormatTime(): (at: string) => string {
  const formats = useFormats()
  const thisYear = (at: string) => formats.date(at).slice(-4) === formats.date(new Date(serverClock.now()).toISOString()).slice(-4)
  return (at) => (formats.isToday(at) ? formats.time(at) : formats.dateTime(at, { year: !thisYear(at) }))
}
