/** Display forms of UCUM codes. */
const displayUnits: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmHg',
  Cel: '°C',
  '[degF]': '°F',
  '[lb_av]': 'lb',
  '[in_i]': 'in',
  'm[IU]/L': 'mU/L',
  '[IU]/L': 'IU/L',
  '[pH]': 'pH',
  '{INR}': 'INR',
  '{nominal}': '',
  '{Rel}': '',
  '1': '',
}

const superscript = (digits: string) => [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit).join('')

/**
 * Returns the display form of a laboratory unit: some senders use UCUM codes as text, and `mm[Hg]` and `mmHg` must not look
 * like two units (FMT-10). Not for doses, where `µg` is banned (FMT-5). null without a unit.
 */
export function displayUnit(unit: string | null | undefined): string | null {
  if (!unit) return null
  const known = displayUnits[unit]
  if (known !== undefined) return known || null
  return unit
    .replace(/10\*(\d+)/, (_, power: string) => `×10${superscript(power)}`)
    .replace(/\bu(?=(mol|L|g|kat)\b)/g, 'µ')
    .replace(/\{1\.73_m2\}/, '1.73 m²')
    .replace(/\bm2\b/, 'm²')
    .replace(/^\{(\w+)\}$/, '$1')
}
