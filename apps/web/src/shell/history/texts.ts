import { defineTexts } from '../../i18n/define-texts.ts'

export const historyTexts = defineTexts('history', {
  en: {
    history: 'History',
    title: 'Chart history',
    asOf: 'As of {{at}} (not current)',
    hint: 'The chart below is historical and read-only. Name, allergies and alerts above are current.',
    event: '{{what}} · event {{number}} of {{count}}',
    moment: '{{at}}, {{what}}, event {{number}} of {{count}}',
    slider: 'Time in the chart history',
    earlier: 'Previous event',
    later: 'Next event',
    dateTime: 'Date and time',
    toNow: 'Return to current chart',
    loading: 'Loading history…',
    empty: 'You have no access to events of this patient, or there are none.',
    patient: 'Patient',
    diagnosis: 'Problem',
    encounter: 'Encounter',
    vitals: 'Vital signs',
    order: 'Order',
    lab: 'Laboratory',
    radiology: 'Imaging',
    medication: 'Medication',
    alert: 'Alert',
    device: 'Device',
    document: 'Document',
    other: 'Other',
  },
  ar: {
    history: 'السجل التاريخي',
    title: 'السجل التاريخي للملف',
    asOf: 'حتى {{at}} (ليس الوضع الحالي)',
    hint: 'الملف أدناه تاريخي وللقراءة فقط. الاسم والحساسيات والتنبيهات أعلاه حالية.',
    event: '{{what}} · الحدث {{number}} من {{count}}',
    moment: '{{at}}، {{what}}، الحدث {{number}} من {{count}}',
    slider: 'الوقت في السجل التاريخي للملف',
    earlier: 'الحدث السابق',
    later: 'الحدث التالي',
    dateTime: 'التاريخ والوقت',
    toNow: 'العودة إلى الملف الحالي',
    loading: 'جارٍ تحميل السجل التاريخي…',
    empty: 'ليس لديك صلاحية الاطلاع على أحداث هذا المريض، أو لا توجد أحداث.',
    patient: 'المريض',
    diagnosis: 'مشكلة',
    encounter: 'الزيارة',
    vitals: 'العلامات الحيوية',
    order: 'طلب',
    lab: 'المختبر',
    radiology: 'التصوير',
    medication: 'دواء',
    alert: 'تنبيه',
    device: 'جهاز',
    document: 'وثيقة',
    other: 'أخرى',
  },
})

type Category = Exclude<
  keyof (typeof historyTexts)['en'],
  'history' | 'title' | 'asOf' | 'hint' | 'event' | 'moment' | 'slider' | 'earlier' | 'later' | 'dateTime' | 'toNow' | 'loading' | 'empty'
>

const categories: readonly (readonly [RegExp, Category])[] = [
  [/^encounter\.vitals\./, 'vitals'],
  [/\.order\.|^order\./, 'order'],
  [/alert/, 'alert'],
  [/^pharmacy\./, 'medication'],
  [/^lab\./, 'lab'],
  [/^radiology\./, 'radiology'],
  [/^patient\./, 'patient'],
  [/^diagnosis\./, 'diagnosis'],
  [/^encounter\./, 'encounter'],
  [/^device\./, 'device'],
  [/^document\./, 'document'],
]

/** Category of an event type, in clinical terms. */
export const categoryOf = (type: string): Category => categories.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'
