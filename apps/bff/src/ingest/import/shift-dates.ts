const DAY_MS = 24 * 3_600_000

/** `2014-03-01`, with or without a time. */
const dated = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}.*)?$/
const monthly = /^(\d{4})-(\d{2})$/
/** Elements whose text may look like a date but is none. */
const neverDates = new Set(['value', 'code', 'id', 'system', 'url', 'text', 'div', 'display', 'reference', 'valueString'])

function shiftedText(text: string, days: number): string {
  const day = dated.exec(text)
  if (day) {
    const moved = new Date(Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) + days * DAY_MS)
    return `${moved.toISOString().slice(0, 10)}${day[4] ?? ''}`
  }
  const month = monthly.exec(text)
  // A month is shifted from its 15th, so that it stays next to the dates around it.
  if (month) return new Date(Date.UTC(Number(month[1]), Number(month[2]) - 1, 15) + days * DAY_MS).toISOString().slice(0, 7)
  return text
}

/** Returns a copy with all dates shifted by whole days, birth dates included, so that ages at each event are unchanged. */
export function shiftDates<T>(value: T, days: number, key = ''): T {
  if (typeof value === 'string') return (neverDates.has(key) ? value : shiftedText(value, days)) as T
  if (Array.isArray(value)) return value.map((item) => shiftDates(item, days, key)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shiftDates(inner, days, name)])) as T
}

/** Returns the whole days (UTC) from the last day of a data set to today. */
export const daysToToday = (lastDay: string, now: Date): number =>
  Math.round(
    (Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) - new Date(`${lastDay.slice(0, 10)}T00:00:00Z`).getTime()) /
      DAY_MS,
  )
