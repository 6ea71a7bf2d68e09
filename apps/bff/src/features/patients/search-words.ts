import { foldText } from '@wardline/events'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const two = (number: number) => String(number).padStart(2, '0')

/** Returns `YYYY-MM-DD`; null when the date does not exist. */
function isoDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? `${year}-${two(month)}-${two(day)}` : null
}

/**
 * Parses a birth date in any common form: `14-Mar-1959`, `14/03/1959`, `14.3.1959`, `1959-03-14`, `14 March 1959`,
 * `14031959`. Day before month, as the facility writes it. Returns an ISO date; null when it is no date.
 */
export function birthDateIn(query: string): string | null {
  const text = foldText(query)
  const iso = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text)
  if (iso) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const numeric = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})((?:19|20)\d{2})$/.exec(text)
  if (numeric) return isoDate(Number(numeric[3]), Number(numeric[2]), Number(numeric[1]))
  const withMonthName = /^(\d{1,2})[-/. ]([a-z]{3,9})[-/., ]+(\d{4})$/.exec(text)
  const month = months.indexOf(withMonthName?.[2]?.slice(0, 3) ?? '')
  return withMonthName && month >= 0 ? isoDate(Number(withMonthName[3]), month + 1, Number(withMonthName[1])) : null
}

/** Returns the search text of a query: an ISO date, a number without separators, else the folded words. */
export function searchWords(query: string): string {
  const date = birthDateIn(query)
  if (date) return date
  const text = foldText(query)
  // Medical record numbers are printed in groups: 129 728 7652.
  return /^\d[\d -]{5,}$/.test(text) ? text.replace(/[ -]/g, '') : text.replace(/[,\s]+/g, ' ').trim()
}
