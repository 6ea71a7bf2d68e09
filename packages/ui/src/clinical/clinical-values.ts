const comparators: Record<string, string> = { '<=': '≤', '>=': '≥', '<': '<', '>': '>', ad: '' }

/** A laboratory value as reported, with comparator and precision (FMT-9). */
export function fmtLab(value: string | number, comparator: string | null = null): string {
  return `${comparator ? (comparators[comparator] ?? comparator) : ''}${value}`
}

const arabicDigits = '٠١٢٣٤٥٦٧٨٩'
const persianDigits = '۰۱۲۳۴۵۶۷۸۹'

/** Converts Arabic-Indic digits, decimal and thousands separators in input to Latin (AR-4). */
export function toLatinDigits(text: string): string {
  return text
    .replace(/[٠-٩]/g, (digit) => String(arabicDigits.indexOf(digit)))
    .replace(/[۰-۹]/g, (digit) => String(persianDigits.indexOf(digit)))
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')
    .replaceAll('٪', '%')
}

/**
 * Groups an identifier for reading: ten digits as 3-3-4, other digits in threes from the start with a last group of up
 * to four. Identifiers with letters are unchanged.
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
  /** Text of the laboratory; takes precedence over the numbers. */
  text?: string | null
}

/** `3.5–5.1`, `< 5`, `≥ 90`; null if no range was reported (FLG-5: never a default). */
export function fmtRange({ low = null, high = null, text = null }: RangeLike): string | null {
  if (text) return text
  if (low !== null && high !== null) return `${low}–${high}`
  if (high !== null) return `≤ ${high}`
  if (low !== null) return `≥ ${low}`
  return null
}
