const comparators: Record<string, string> = { '<=': '≤', '>=': '≥', '<': '<', '>': '>', ad: '' }

/** A laboratory value exactly as reported: comparator and precision are part of the result (FMT-9). */
export function fmtLab(value: string | number, comparator: string | null = null): string {
  return `${comparator ? (comparators[comparator] ?? comparator) : ''}${value}`
}

const arabicDigits = '٠١٢٣٤٥٦٧٨٩'
const persianDigits = '۰۱۲۳۴۵۶۷۸۹'

/** Arabic-Indic digits, decimal and thousands signs to Latin, for what people type (AR-4). */
export function toLatinDigits(text: string): string {
  return text
    .replace(/[٠-٩]/g, (digit) => String(arabicDigits.indexOf(digit)))
    .replace(/[۰-۹]/g, (digit) => String(persianDigits.indexOf(digit)))
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')
    .replaceAll('٪', '%')
}

/**
 * An identifier in groups a person can read back: ten digits as 3-3-4, other plain digits in threes from the
 * start with a last group of up to four. Identifiers with letters are the sender's own spelling and stay.
 */
export function fmtMrn(mrn: string): string {
  const digits = mrn.replace(/\s/g, '')
  if (!/^\d{5,}$/.test(digits)) return mrn
  const groups: string[] = []
  let rest = digits
  while (rest.length > 4) {
    groups.push(rest.slice(0, 3))
    rest = rest.slice(3)
  }
  return [...groups, rest].join(' ')
}

export interface RangeLike {
  low?: string | number | null
  high?: string | number | null
  /** The laboratory's own words; they win over the numbers. */
  text?: string | null
}

/** `3.5–5.1`, `< 5`, `≥ 90`; null when nothing was reported with the value (FLG-5: no default is ever made up). */
export function fmtRange({ low = null, high = null, text = null }: RangeLike): string | null {
  if (text) return text
  if (low !== null && high !== null) return `${low}–${high}`
  if (high !== null) return `≤ ${high}`
  if (low !== null) return `≥ ${low}`
  return null
}
