import type { MedicationLine as Medicine } from '@wardline/events'
import type { MedicationLineProps } from '@wardline/ui'
import { defineTexts, useTexts } from '../i18n/define-texts.ts'
import { useLanguage } from '../i18n/language.ts'
import { arabicDays, sigLanguages } from './sig.ts'

const texts = defineTexts('medicine', {
  en: { asNeeded: 'as needed', asNeededFor: 'as needed for {{reason}}', duration: 'for {{duration}}' },
  ar: { asNeeded: 'عند اللزوم', asNeededFor: 'عند اللزوم: {{reason}}', duration: 'لمدة {{duration}}' },
})

/** Forms of the formulary; forms from other hospitals are shown as sent. */
const arabicForms: Readonly<Record<string, string>> = {
  'oral tablet': 'أقراص فموية',
  'sublingual tablet': 'أقراص تحت اللسان',
  'solution for injection': 'محلول للحقن',
  'powder for injection': 'مسحوق للحقن',
  'prefilled syringe': 'محقنة معبأة',
  'oral solution': 'محلول فموي',
  inhaler: 'بخاخ',
}

/** Dispensing units. */
const arabicSupplyUnits: Readonly<Record<string, string>> = {
  tablet: 'قرص',
  vial: 'قارورة',
  ampoule: 'أمبولة',
  bag: 'كيس',
  syringe: 'محقنة',
  pen: 'قلم',
  bottle: 'زجاجة',
  inhaler: 'بخاخ',
}

/** Translates a dispensing unit into the user's language. */
export function useSupplyUnit(): (unit: string) => string {
  const { language } = useLanguage()
  return (unit) => (language === 'ar' ? (arabicSupplyUnits[unit] ?? unit) : unit)
}

/** Converts a stored prescription to the props of `MedicationLine`, in the user's language (FMT-11). */
export function useMedicationLine(): (medicine: Medicine) => MedicationLineProps {
  const t = useTexts(texts)
  const { language } = useLanguage()
  // Coded words are stored in English; unknown words are shown as sent.
  const translated = (dictionary: Readonly<Record<string, string>>, word: string | null) =>
    language === 'ar' && word !== null ? (dictionary[word] ?? word) : word
  const days = (duration: string) => {
    const [, count] = /^(\d+) days?$/.exec(duration) ?? []
    return language === 'ar' && count ? arabicDays(Number(count)) : duration
  }
  return (medicine) => ({
    generic: medicine.generic,
    brand: medicine.brand,
    form: translated(arabicForms, medicine.form),
    dose: medicine.dose && `${medicine.dose.value} ${medicine.dose.unit}`,
    route: translated(sigLanguages.ar.routes, medicine.route),
    // Without structured parts the free-text instruction is shown.
    frequency: translated(sigLanguages.ar.frequencies, medicine.frequency) ?? (medicine.dose || medicine.route ? null : medicine.text),
    more: [
      ...(medicine.asNeeded ? [medicine.asNeededReason ? t('asNeededFor', { reason: medicine.asNeededReason }) : t('asNeeded')] : []),
      ...(medicine.duration ? [t('duration', { duration: days(medicine.duration) })] : []),
    ],
  })
}
