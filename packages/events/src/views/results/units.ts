/** UCUM's spelling for machines and how people write the same unit. */
const words: Readonly<Record<string, string>> = {
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
 * A laboratory unit as people write it: senders put UCUM codes where the words should be, and `mm[Hg]` and `mmHg`
 * must not look like two units (FMT-10). Never for doses, where `µg` is banned (FMT-5). null when there is none.
 */
export function unitInWords(unit: string | null | undefined): string | null {
  if (!unit) return null
  const known = words[unit]
  if (known !== undefined) return known || null
  return unit
    .replace(/10\*(\d+)/, (_, power: string) => `×10${superscript(power)}`)
    .replace(/\bu(?=(mol|L|g|kat)\b)/g, 'µ')
    .replace(/\{1\.73_m2\}/, '1.73 m²')
    .replace(/\bm2\b/, 'm²')
    .replace(/^\{(\w+)\}$/, '$1')
}
