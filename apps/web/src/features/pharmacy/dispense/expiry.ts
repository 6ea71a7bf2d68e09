import { toLatinDigits } from '@wardline/ui'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const pad = (value: number) => String(value).padStart(2, '0')

function dateOf(year: number, month: number, day: number | null): string | 'invalid' {
  if (!(month >= 1 && month <= 12)) return 'invalid'
  // A package marked with month and year expires at the end of that month.
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const chosen = day ?? last
  return chosen >= 1 && chosen <= last ? `${year}-${pad(month)}-${pad(chosen)}` : 'invalid'
}

const monthOf = (text: string): number => {
  const named = months.indexOf(text.slice(0, 3).toLowerCase())
  return named >= 0 ? named + 1 : Number(text)
}

/**
 * Parses an expiry date as printed on packages: `01-2031`, `Jan 2031`, `31-01-2031`, `31-Jan-2031`, `2031-01-31`.
 * @returns an ISO date, null for empty input, `invalid` otherwise
 */
export function expiryOf(typed: string): string | 'invalid' | null {
  const text = toLatinDigits(typed).trim()
  if (text === '') return null
  const parts = text.split(/[-/. ]+/)
  const [first = '', second = '', third] = parts
  if (third === undefined && /^\d{4}$/.test(second)) return dateOf(Number(second), monthOf(first), null)
  if (third === undefined && /^\d{4}$/.test(first)) return dateOf(Number(first), monthOf(second), null)
  if (third !== undefined && /^\d{4}$/.test(first)) return dateOf(Number(first), monthOf(second), Number(third))
  if (third !== undefined && /^\d{4}$/.test(third)) return dateOf(Number(third), monthOf(second), Number(first))
  return 'invalid'
}
