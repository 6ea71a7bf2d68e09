import { defineTexts } from '../../i18n/define-texts.ts'

/** Texts in the margins of a printed page. */
export const printTexts = defineTexts('print', {
  en: {
    who: '{{name}} · born {{born}} · MRN {{mrn}}',
    asOf: 'as of {{at}}',
    stale: 'STALE · data as of {{at}}',
    printed: 'Printed by {{name}}, {{at}}',
    notKnown: 'unknown',
  },
  ar: {
    who: '{{name}} · الميلاد {{born}} · رقم الملف {{mrn}}',
    asOf: 'حتى {{at}}',
    stale: 'قديم STALE · البيانات حتى {{at}}',
    printed: 'طبعه {{name}}، {{at}}',
    notKnown: 'غير معروف',
  },
})
