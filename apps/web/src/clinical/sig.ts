import type { doseUnits, frequencies, routes } from '@wardline/events'
import { fmtDose, fmtDoseNumber } from '@wardline/ui'

export type Route = (typeof routes)[number]
export type Frequency = (typeof frequencies)[number]
export type DoseUnit = (typeof doseUnits)[number]

/** An instruction (sig) in preparation; empty fields are null. */
export interface Sig {
  readonly generic: string
  readonly dose: { readonly value: string; readonly unit: DoseUnit } | null
  readonly route: Route | null
  readonly frequency: Frequency | null
  readonly durationDays: number | null
  readonly asNeededReason: string | null
  readonly indication: string | null
}

/** Plain text, or a value that keeps its own direction (AR-2). */
export type Token = string | { readonly clin: string }

export interface SigLanguage {
  readonly give: string
  readonly routes: Readonly<Record<Route, string>>
  readonly frequencies: Readonly<Record<Frequency, string>>
  /** A countable dose with its plural form; null if it is written as number and unit. */
  readonly countable: (value: string, unit: DoseUnit) => Token | null
  readonly duration: (days: number) => readonly Token[]
  readonly asNeeded: (reason: string) => string
  readonly indication: (indication: string) => string
}

const english: SigLanguage = {
  give: 'Give',
  routes: {
    oral: 'by mouth',
    intravenous: 'into a vein',
    intramuscular: 'into a muscle',
    subcutaneous: 'under the skin',
    inhaled: 'by inhalation',
    topical: 'on the skin',
    rectal: 'rectally',
    sublingual: 'under the tongue',
  },
  frequencies: {
    'once now': 'once, now',
    'once daily': 'once daily',
    'twice daily': 'twice daily',
    'three times daily': 'three times daily',
    'four times daily': 'four times daily',
    'every 4 hours': 'every 4 hours',
    'every 6 hours': 'every 6 hours',
    'every 8 hours': 'every 8 hours',
    'every 12 hours': 'every 12 hours',
    'at night': 'at night',
    'once weekly': 'once weekly',
  },
  countable: (value, unit) =>
    unit === 'tablet' || unit === 'puff' || unit === 'drop'
      ? { clin: `${fmtDoseNumber(value)} ${Number(value) > 1 ? `${unit}s` : unit}` }
      : null,
  duration: (days) => ['for', { clin: `${days} ${days === 1 ? 'day' : 'days'}` }],
  asNeeded: (reason) => `only if needed for ${reason}`,
  indication: (indication) => `— for ${indication}`,
}

/** Arabic plural forms of countable dose units. */
const arabicCountables: Partial<Record<DoseUnit, Readonly<Record<Intl.LDMLPluralRule, string>>>> = {
  tablet: { zero: 'قرص', one: 'قرص واحد', two: 'قرصان', few: 'أقراص', many: 'قرصًا', other: 'قرص' },
  puff: { zero: 'بخة', one: 'بخة واحدة', two: 'بختان', few: 'بخات', many: 'بخة', other: 'بخة' },
  drop: { zero: 'قطرة', one: 'قطرة واحدة', two: 'قطرتان', few: 'قطرات', many: 'قطرة', other: 'قطرة' },
  units: { zero: 'وحدة', one: 'وحدة واحدة', two: 'وحدتان', few: 'وحدات', many: 'وحدة', other: 'وحدة' },
}
const dayForms: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  zero: 'يوم',
  one: 'يوم واحد',
  two: 'يومين',
  few: 'أيام',
  many: 'يومًا',
  other: 'يوم',
}
const arabicPlural = new Intl.PluralRules('ar')

/** Arabic has own words for one and two; the number is written from three on. */
const withPlural = (value: string, forms: Readonly<Record<Intl.LDMLPluralRule, string>>): string => {
  const rule = arabicPlural.select(Number(value))
  return rule === 'one' || rule === 'two' ? forms[rule] : `${fmtDoseNumber(value)} ${forms[rule]}`
}

export const arabicDays = (days: number): string => withPlural(String(days), dayForms)

const arabic: SigLanguage = {
  give: 'يُعطى',
  routes: {
    oral: 'عن طريق الفم',
    intravenous: 'في الوريد',
    intramuscular: 'في العضل',
    subcutaneous: 'تحت الجلد',
    inhaled: 'بالاستنشاق',
    topical: 'على الجلد',
    rectal: 'عن طريق المستقيم',
    sublingual: 'تحت اللسان',
  },
  frequencies: {
    'once now': 'مرة واحدة الآن',
    'once daily': 'مرة واحدة يوميًا',
    'twice daily': 'مرتين يوميًا',
    'three times daily': 'ثلاث مرات يوميًا',
    'four times daily': 'أربع مرات يوميًا',
    'every 4 hours': 'كل 4 ساعات',
    'every 6 hours': 'كل 6 ساعات',
    'every 8 hours': 'كل 8 ساعات',
    'every 12 hours': 'كل 12 ساعة',
    'at night': 'ليلًا',
    'once weekly': 'مرة واحدة أسبوعيًا',
  },
  countable: (value, unit) => {
    const forms = arabicCountables[unit]
    return forms ? withPlural(value, forms) : null
  },
  duration: (days) => [`لمدة ${arabicDays(days)}`],
  asNeeded: (reason) => `عند اللزوم فقط: ${reason}`,
  indication: (indication) => `— الاستطباب: ${indication}`,
}

export const sigLanguages = { en: english, ar: arabic } as const
export type Language = keyof typeof sigLanguages

/** Name of the route in lists and choices; the bedside sentence uses plainer words. */
export const routeName = (route: Route, language: Language): string => (language === 'en' ? route : sigLanguages[language].routes[route])

/**
 * Returns the instruction as a sentence, in the order of the form, as far as it is filled in (MED-2). Null without a
 * dose, because a sentence without the dose would still read like an instruction.
 */
export function sigSentence(sig: Sig, language: Language): readonly Token[] | null {
  const words = sigLanguages[language]
  if (!sig.dose) return null
  const { value, unit } = sig.dose
  const dose = words.countable(value, unit) ?? { clin: fmtDose(value, unit) }
  return [
    words.give,
    { clin: sig.generic },
    dose,
    ...(sig.route ? [words.routes[sig.route]] : []),
    ...(sig.frequency ? [words.frequencies[sig.frequency]] : []),
    ...(sig.durationDays === null ? [] : words.duration(sig.durationDays)),
    ...(sig.asNeededReason ? [words.asNeeded(sig.asNeededReason)] : []),
    ...(sig.indication ? [words.indication(sig.indication)] : []),
  ]
}

/** Doses per day; null without a fixed number. */
const dailyDoses: Readonly<Record<Frequency, number | null>> = {
  'once now': null,
  'once daily': 1,
  'twice daily': 2,
  'three times daily': 3,
  'four times daily': 4,
  'every 4 hours': 6,
  'every 6 hours': 4,
  'every 8 hours': 3,
  'every 12 hours': 2,
  'at night': 1,
  'once weekly': null,
}

export interface DailyTotal {
  readonly amount: string
  /** Per kilogram of body weight; null for countable units or without a weight. */
  readonly perKilogram: string | null
}

/** Units of a dose per kilogram: grams are converted to milligrams. */
const perWeight: Partial<Record<DoseUnit, readonly [unit: DoseUnit, factor: number]>> = {
  g: ['mg', 1000],
  mg: ['mg', 1],
  microgram: ['microgram', 1],
  units: ['units', 1],
  mmol: ['mmol', 1],
  mL: ['mL', 1],
}

/** Total daily dose, which makes a tenfold error visible (MED-2). For PRN doses, the maximum. */
export function dailyTotal({ dose, frequency }: Pick<Sig, 'dose' | 'frequency'>, kilograms: number | null): DailyTotal | null {
  const times = frequency && dailyDoses[frequency]
  if (!dose || !times) return null
  const total = Number(dose.value) * times
  const [unit, factor] = perWeight[dose.unit] ?? []
  return {
    amount: fmtDose(total, dose.unit),
    perKilogram: kilograms && unit && factor ? fmtDose(Number(((total * factor) / kilograms).toPrecision(2)), unit) : null,
  }
}
