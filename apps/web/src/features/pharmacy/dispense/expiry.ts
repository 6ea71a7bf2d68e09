import { toLatinDigits } from '@wardline/ui'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const pad = (value: number) => String(value).padStart(2, '0')

function toIsoDate(year: number, month: number, day: number | null): string | 'invalid' {
  if (!(month >= 1 && month <= 12)) return 'invalid'
  // A package marked with month and year expires at the end of that month.
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const dayOfMonth = day ?? lastDay
  return dayOfMonth >= 1 && dayOfMonth <= lastDay ? `${year}-${pad(month)}-${pad(dayOfMonth)}` : 'invalid'
}

const parseMonth = (text: string): number => {
  const monthIndex = months.indexOf(text.slice(0, 3).toLowerCase())
  return monthIndex >= 0 ? monthIndex + 1 : Number(text)
}

/**
 * Parses an expiry date as printed on packages: `01-2031`, `Jan 2031`, `31-01-2031`, `31-Jan-2031`, `2031-01-31`.
 * @returns an ISO date, null for empty input, `invalid` otherwise
 */
export function parseExpiry(input: string): string | 'invalid' | null {
  const text = toLatinDigits(input).trim()
  if (text === '') return null
  const parts = text.split(/[-/. ]+/)
  const [first = '', second = '', third] = parts
  if (third === undefined && /^\d{4}$/.test(second)) return toIsoDate(Number(second), parseMonth(first), null)
  if (third === undefined && /^\d{4}$/.test(first)) return toIsoDate(Number(first), parseMonth(second), null)
  if (third !== undefined && /^\d{4}$/.test(first)) return toIsoDate(Number(first), parseMonth(second), Number(third))
  if (third !== undefined && /^\d{4}$/.test(third)) return toIsoDate(Number(third), parseMonth(second), Number(first))
  return 'invalid'
}
