import { specimenComments } from '@wardline/events'
import { useLanguage } from '../i18n/language.ts'

const arabic: Readonly<Record<(typeof specimenComments)[number], string>> = {
  Haemolysed: 'منحلّة الدم',
  Lipaemic: 'دهنية',
  Icteric: 'يرقانية',
  Clotted: 'متخثرة',
  'Diluted by infusion': 'مخففة بالتسريب',
  'Insufficient volume': 'حجم غير كافٍ',
}

/** Translates a laboratory's specimen comment; comments from other laboratories are shown as sent. */
export function useSpecimenComment(): (stored: string) => string {
  const { language } = useLanguage()
  return (stored) => {
    const known = specimenComments.find((comment) => comment === stored)
    return language === 'ar' && known ? arabic[known] : stored
  }
}
