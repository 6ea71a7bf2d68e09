import dayjs from 'dayjs'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

// Month names are English in both languages, so that a date has one form only.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const pad = (value: number | string) => String(value).padStart(2, '0')

interface Moment {
  year: string
  month: string
  day: string
  hour: string
  minute: string
  second: string
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Latin digits are set explicitly: `ar-SD` and its neighbours default to Arabic-Indic (AR-3, vectors 10.2). */
function formatterFor(timeZone: string | undefined): Intl.DateTimeFormat {
  const key = timeZone ?? ''
  const known = formatters.get(key)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-GB-u-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(key, formatter)
  return formatter
}

function momentOf(at: string, timeZone: string | undefined): Moment | null {
  const time = Date.parse(at)
  if (Number.isNaN(time)) return null
  const parts = Object.fromEntries(
    formatterFor(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  )
  return parts as unknown as Moment
}

const monthName = (month: string) => months[Number(month) - 1] ?? month

const partialDate = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/**
 * `DD-Mmm-YYYY` (FMT-1). A FHIR date without a time is a calendar day and is never shifted by a time zone; partial dates
 * keep their precision (`Mar-1959`, `1959`). An invalid date is returned unchanged, because hiding it would be worse.
 */
export function fmtDate(value: string, timeZone?: string): string {
  const partial = partialDate.exec(value)
  if (partial) {
    const [, year = '', month, day] = partial
    if (!month) return year
    return day ? `${day}-${monthName(month)}-${year}` : `${monthName(month)}-${year}`
  }
  const moment = momentOf(value, timeZone)
  return moment ? `${moment.day}-${monthName(moment.month)}-${moment.year}` : value
}

/** `DD-Mmm`, where the year is clear (a column of collections, a weight of this encounter). */
export function fmtDayMonth(value: string, timeZone?: string): string {
  return fmtDate(value, timeZone).replace(/-\d{4}$/, '')
}

/** 24-hour `HH:mm`; with `seconds` for audit and "as of". */
export function fmtTime(at: string, timeZone?: string, options: { seconds?: boolean } = {}): string {
  const moment = momentOf(at, timeZone)
  if (!moment) return at
  return `${moment.hour}:${moment.minute}${options.seconds ? `:${moment.second}` : ''}`
}

/** `DD-Mmm-YYYY HH:mm` in the facility's time zone. */
export function fmtDateTime(at: string, timeZone?: string, options: { seconds?: boolean; year?: boolean } = {}): string {
  if (partialDate.test(at)) return fmtDate(at, timeZone)
  const day = options.year === false ? fmtDayMonth(at, timeZone) : fmtDate(at, timeZone)
  return `${day} ${fmtTime(at, timeZone, options)}`
}

/** Short name of the facility's time zone if the browser is in a different one, otherwise null (FMT-3). */
export function facilityZoneNote(timeZone: string, now = new Date()): string | null {
  if (Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone) return null
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' }).formatToParts(now)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

const twoUnits = (first: number, firstUnit: string, second: number, secondUnit: string) =>
  second === 0 ? `${first}${firstUnit}` : `${first}${firstUnit} ${second}${secondUnit}`

/**
 * Age in the two-unit steps of the NHS CUI patient banner (ID-5): minutes under 2 hours, hours under 2 days,
 * days under 4 weeks, weeks+days under 1 year, months+days under 2, years+months under 18, then years.
 * `at` is now or the date of death. A birth date without a time gives no hours.
 */
export function fmtAge(born: string, at: string | number | Date, timeZone?: string): string | null {
  const until = new Date(at).toISOString()
  const hasTime = born.includes('T')
  if (/^\d{4}$/.test(born)) return `${Number(fmtDate(until, timeZone).slice(-4)) - Number(born)}y`

  if (hasTime) {
    const elapsedMs = Date.parse(until) - Date.parse(born)
    if (Number.isNaN(elapsedMs) || elapsedMs < 0) return null
    if (elapsedMs < 2 * HOUR_MS) return `${Math.floor(elapsedMs / MINUTE_MS)}min`
    if (elapsedMs < 2 * DAY_MS) return `${Math.floor(elapsedMs / HOUR_MS)}hrs`
  }

  const from = dayjs(calendarDay(born, timeZone))
  const to = dayjs(calendarDay(until, timeZone))
  if (!from.isValid() || to.isBefore(from)) return null
  const days = to.diff(from, 'day')
  const years = to.diff(from, 'year')
  const monthsOld = to.diff(from, 'month')

  if (days < 28) return `${days}d`
  if (years < 1) return twoUnits(Math.floor(days / 7), 'w', days % 7, 'd')
  if (years < 2) return twoUnits(monthsOld, 'm', to.diff(from.add(monthsOld, 'month'), 'day'), 'd')
  if (years < 18) return twoUnits(years, 'y', monthsOld - years * 12, 'm')
  return `${years}y`
}

function calendarDay(value: string, timeZone: string | undefined): string {
  if (!value.includes('T')) return value
  const moment = momentOf(value, timeZone)
  return moment ? `${moment.year}-${moment.month}-${moment.day}` : value
}

/** `mm:ss` up to an hour, then `1 h 05 min`, then whole hours from two days (PHQ-3). Never negative. */
export function fmtElapsed(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000))
  if (seconds < 3600) return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`
  const hours = Math.floor(seconds / 3600)
  return hours < 48 ? `${hours} h ${pad(Math.floor((seconds % 3600) / 60))} min` : `${hours} h`
}
