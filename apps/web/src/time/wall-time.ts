const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

function wallClock(at: number, timeZone: string | undefined): { day: string; minutes: number } {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA-u-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return { day: `${parts.year}-${parts.month}-${parts.day}`, minutes: Number(parts.hour) * 60 + Number(parts.minute) }
}

/** `HH:mm` in the facility's time zone. */
export function wallTime(at: number, timeZone: string | undefined): string {
  const { minutes } = wallClock(at, timeZone)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** Minutes since midnight of `HH:mm`, also written `930` or `9.30`; null if invalid. */
export function parseTimeOfDay(input: string): number | null {
  const [, hours, minutes] = /^(\d{1,2})[:.]?(\d{2})$/.exec(input.trim()) ?? []
  if (!hours || !minutes || Number(hours) > 23 || Number(minutes) > 59) return null
  return Number(hours) * 60 + Number(minutes)
}

/** The instant of a minute of a day in the facility's time zone. */
function instantOn(day: string, minutes: number, timeZone: string | undefined): string {
  const guess = Date.parse(`${day}T00:00:00.000Z`) + minutes * MINUTE_MS
  // Twice: the first step may cross a daylight-saving change.
  let at = guess
  for (let step = 0; step < 2; step += 1) {
    const wall = wallClock(at, timeZone)
    at += guess - (Date.parse(`${wall.day}T00:00:00.000Z`) + wall.minutes * MINUTE_MS)
  }
  return new Date(at).toISOString()
}

/**
 * Returns the instant of a time of day in the facility's time zone, a number of days ago. ISO, UTC.
 * @param daysAgo 0 = today in the facility
 * @returns null if the text is no time of day
 */
export function instantDaysAgo(input: string, daysAgo: number, now: number, timeZone: string | undefined): string | null {
  const minutes = parseTimeOfDay(input)
  if (minutes === null) return null
  return instantOn(wallClock(now - daysAgo * DAY_MS, timeZone).day, minutes, timeZone)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Parses `21-Nov-2026 14:05`, also written `21/11/2026 1405`: day before month, in the facility's time zone. ISO, UTC;
 * null if invalid.
 */
export function parseDateTime(input: string, timeZone: string | undefined): string | null {
  const [, day = '', monthText = '', year = '', time = ''] =
    /^(\d{1,2})[-/. ]([A-Za-z]{3}|\d{1,2})[-/. ](\d{4})[ ,]+(\S+)$/.exec(input.trim()) ?? []
  const month = /^\d/.test(monthText) ? Number(monthText) : months.indexOf(monthText.toLowerCase()) + 1
  const minutes = parseTimeOfDay(time)
  const date = new Date(Date.UTC(Number(year), month - 1, Number(day)))
  if (minutes === null || month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== Number(day)) return null
  return instantOn(date.toISOString().slice(0, 10), minutes, timeZone)
}
