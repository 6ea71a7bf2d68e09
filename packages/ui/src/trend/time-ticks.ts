const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const steps = [1, 2, 3, 6, 12, 24, 48, 7 * 24, 14 * 24, 28 * 24, 91 * 24, 182 * 24, 365 * 24].map((hours) => hours * HOUR_MS)

/** Offset of the time zone from UTC at that time, ms. */
function zoneOffset(at: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000
}

/** Evenly spaced round times of the facility between two times, at most `count`. */
export function timeTicks(from: number, to: number, count: number, timeZone?: string): number[] {
  const span = Math.max(1, to - from)
  const step = steps.find((each) => span / each <= count) ?? Math.ceil(span / count / DAY_MS) * DAY_MS
  const offset = zoneOffset(from, timeZone)
  const first = Math.ceil((from + offset) / step) * step - offset
  const ticks: number[] = []
  for (let tick = first; tick <= to; tick += step) ticks.push(tick)
  return ticks
}
