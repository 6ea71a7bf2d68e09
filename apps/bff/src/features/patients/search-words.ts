import { foldText } from '@wardline/events'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const two = (number: number) => String(number).padStart(2, '0')

/** `YYYY-MM-DD` when the three say a day that exists. */
function isoDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? `${year}-${two(month)}-${two(day)}` : null
}

/**
 * A birth date in any common form, as the record keeps it: `14-Mar-1959`, `14/03/1959`, `14.3.1959`,
 * `1959-03-14`, `14 March 1959`, `14031959`. Day before month, as the facility writes it; null when it is no date.
 */
export function birthDateIn(typed: string): string | null {
  const text = foldText(typed)
  const iso = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text)
  if (iso) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const numeric = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})((?:19|20)\d{2})$/.exec(text)
  if (numeric) return isoDate(Number(numeric[3]), Number(numeric[2]), Number(numeric[1]))
  const worded = /^(\d{1,2})[-/. ]([a-z]{3,9})[-/., ]+(\d{4})$/.exec(text)
  const month = months.indexOf(worded?.[2]?.slice(0, 3) ?? '')
  return worded && month >= 0 ? isoDate(Number(worded[3]), month + 1, Number(worded[1])) : null
}

/** What to look for in the list's words: a date as the record keeps it, a number without its gaps, else the words. */
export function searchWords(typed: string): string {
  const date = birthDateIn(typed)
  if (date) return date
  const text = foldText(typed)
  // Medical record numbers are printed in groups: 129 728 7652.
  return /^\d[\d -]{5,}$/.test(text) ? text.replace(/[ -]/g, '') : text.replace(/[,\s]+/g, ' ').trim()
}
