import { Clin, useFormats, useServerNow } from '@wardline/ui'

/** A time in a narrow column: the time if it is today, otherwise date and time on two lines (FMT-7). */
export function TimeCell({ at }: { at: string }) {
  const formats = useFormats()
  const now = useServerNow(3_600_000)
  const thisYear = formats.date(at).slice(-4) === formats.date(new Date(now).toISOString()).slice(-4)
  if (formats.isToday(at)) return <Clin>{formats.time(at)}</Clin>
  return (
    <span style={{ lineHeight: 1.25 }}>
      <Clin>{thisYear ? formats.dayMonth(at) : formats.date(at)}</Clin>
      <br />
      <Clin>{formats.time(at)}</Clin>
    </span>
  )
}
