import { arabicNameOf } from '@wardline/events'
import { useLanguage } from '../i18n/language.ts'

export interface CodedTest {
  readonly code: string
  readonly display: string
}

/** Returns the name of a test, panel or service in the user's language; the recorded display where there is no translation. */
export function useTestName(): (test: CodedTest) => string {
  const { language } = useLanguage()
  return language === 'ar' ? inArabic : asRecorded
}

/** The same for a coded answer. */
export const useAnswerName = useTestName

const asRecorded = ({ display }: CodedTest) => display
const inArabic = ({ code, display }: CodedTest) => arabicNameOf(code) ?? display

const specimens: Readonly<Record<string, string>> = {
  'Serum or plasma': 'مصل أو بلازما',
  'Whole blood (EDTA)': 'دم كامل (EDTA)',
  'Citrated plasma': 'بلازما سيترات',
  'Arterial blood': 'دم شرياني',
  Urine: 'بول',
  'Blood culture bottles': 'زجاجات زرع الدم',
  Stool: 'براز',
  Swab: 'مسحة',
}

/** Translates a specimen type into the user's language. */
export function useSpecimenName(): (stored: string) => string {
  const { language } = useLanguage()
  return (stored) => (language === 'ar' ? (specimens[stored] ?? stored) : stored)
}
