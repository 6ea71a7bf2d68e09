const NBSP = '\u00a0'

/** Error-prone units and their replacements (ISMP error-prone abbreviations, FMT-5). Case matters in UCUM, not here. */
const safeUnits: Record<string, string> = {
  u: 'units',
  iu: 'units',
  '[iu]': 'units',
  '[iU]': 'units',
  unit: 'units',
  µg: 'microgram',
  μg: 'microgram',
  ug: 'microgram',
  mcg: 'microgram',
  cc: 'mL',
  ml: 'mL',
  l: 'L',
}

/** A safe unit beside a dose: `U` → `units`, `µg` → `microgram`, `cc` → `mL`. */
export const safeDoseUnit = (unit: string): string => safeUnits[unit] ?? safeUnits[unit.toLowerCase()] ?? unit

/**
 * Formats a dose without trailing zeros, with a leading zero and with a comma from 1,000 (FMT-4). Not for laboratory
 * values, whose precision is part of the result (FMT-9).
 */
export function fmtDoseNumber(value: number | string): string {
  const text = typeof value === 'number' ? plainDecimal(value) : value.trim().replaceAll(',', '')
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text)
  if (!match || text === '' || text === '.') return String(value)
  const [, sign = '', whole = '', fraction = ''] = match
  const significant = fraction.replace(/0+$/, '')
  const grouped = (whole.replace(/^0+(?=\d)/, '') || '0').replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${grouped}${significant ? `.${significant}` : ''}`
}

// Twelve digits are far more precise than any dose and remove floating-point errors (0.1 + 0.2).
const plainDecimal = (value: number) =>
  Number(value.toPrecision(12)).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 })

/** `fmtDose('5.0', 'mg')` → `5 mg`, with a non-breaking space. */
export function fmtDose(value: number | string, unit: string | null = null): string {
  return unit ? `${fmtDoseNumber(value)}${NBSP}${safeDoseUnit(unit)}` : fmtDoseNumber(value)
}

const amount = /^([\d.,]+)\s*([^\d\s/]+)$/
const strength = /^([\d.,]+)\s*([^\d\s/]+)\s*\/\s*([\d.,]+)?\s*([^\d\s/]+)$/

/**
 * Formats a dose or concentration given as text: `10000 units` → `10,000 units`, `4 mg/mL` → `4 mg per mL`,
 * `400 mg/5 mL` → `400 mg in 5 mL` (FMT-6: a slash can be misread as 1). Other text is returned unchanged.
 */
export function fmtDoseText(text: string): string {
  const plain = amount.exec(text.trim())
  if (plain) return fmtDose(plain[1] ?? '', plain[2] ?? '')
  const mixed = strength.exec(text.trim())
  if (!mixed) return text
  const [, value = '', unit = '', volume, volumeUnit = ''] = mixed
  const head = fmtDose(value, unit)
  return volume && Number(volume) !== 1
    ? `${head}${NBSP}in${NBSP}${fmtDose(volume, volumeUnit)}`
    : `${head}${NBSP}per${NBSP}${safeDoseUnit(volumeUnit)}`
}

export interface BannedNotation {
  /** The notation as typed. */
  found: string
  /** Index in the text. */
  at: number
  instead: string
  /** `reject`: not accepted in a medication field; `warn`: has other meanings, so free text shows a warning only. */
  severity: 'reject' | 'warn'
}

const banned: readonly { pattern: RegExp; instead: string; severity: BannedNotation['severity'] }[] = [
  { pattern: /(?<![A-Za-z])(?:IU|U)(?![A-Za-z])/g, instead: 'units', severity: 'reject' },
  { pattern: /(?<![A-Za-z])(?:µg|μg|ug)(?![A-Za-z])/g, instead: 'microgram', severity: 'reject' },
  { pattern: /(?<![A-Za-z])cc(?![A-Za-z])/gi, instead: 'mL', severity: 'reject' },
  { pattern: /(?<![A-Za-z])Q\.?D\.?(?![A-Za-z])/gi, instead: 'once daily', severity: 'reject' },
  { pattern: /(?<![A-Za-z])Q\.?O\.?D\.?(?![A-Za-z])/gi, instead: 'every other day', severity: 'reject' },
  { pattern: /(?<![A-Za-z])HS(?![A-Za-z])/g, instead: 'at bedtime', severity: 'reject' },
  { pattern: /(?<![A-Za-z])MSO4(?![A-Za-z0-9])/gi, instead: 'morphine sulfate', severity: 'reject' },
  { pattern: /(?<![A-Za-z])MgSO4(?![A-Za-z0-9])/gi, instead: 'magnesium sulfate', severity: 'reject' },
  { pattern: /(?<![A-Za-z])MS(?![A-Za-z0-9])/g, instead: 'morphine sulfate or magnesium sulfate', severity: 'warn' },
  { pattern: /(?<![A-Za-z])D\/C(?![A-Za-z])/gi, instead: 'discharge or discontinue', severity: 'warn' },
  { pattern: /(?<![A-Za-z])SC(?![A-Za-z])/g, instead: 'subcutaneous', severity: 'warn' },
  { pattern: /(?<![\d.])\d+\.0+(?!\d)/g, instead: 'the number without trailing zero', severity: 'reject' },
  { pattern: /(?<!\d)\.\d+/g, instead: 'the number with a leading zero', severity: 'reject' },
]

/**
 * Returns the error-prone notations of a text in order of position (FMT-5). In a medication field a finding of
 * severity `reject` blocks the entry; free text offers `instead` as a one-key replacement.
 */
export function bannedNotations(text: string, field: 'medication' | 'freeText' = 'medication'): BannedNotation[] {
  return banned
    .flatMap(({ pattern, instead, severity }) =>
      [...text.matchAll(pattern)].map((match) => ({
        found: match[0],
        at: match.index,
        instead,
        severity: field === 'medication' ? ('reject' as const) : severity,
      })),
    )
    .toSorted((a, b) => a.at - b.at)
}
