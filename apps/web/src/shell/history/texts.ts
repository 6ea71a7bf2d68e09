import { defineTexts } from '../../i18n/define-texts.ts'

export const historyTexts = defineTexts('history', {
  en: {
    history: 'History',
    title: 'Chart as it was',
    asOf: 'As of {{at}}, not now',
    hint: 'Everything below is as it was then and cannot be acted on. Name, allergies and alerts above are of now.',
    event: '{{what}} · event {{number}} of {{count}}',
    moment: '{{at}}, {{what}}, event {{number}} of {{count}}',
    slider: 'Moment of this chart',
    earlier: 'One event earlier',
    later: 'One event later',
    dateTime: 'Date and time',
    toNow: 'Return to now',
    loading: 'Reading the log…',
    empty: 'Nothing of this patient is in the log for you.',
    patient: 'Patient',
    diagnosis: 'Problem',
    encounter: 'Stay',
    vitals: 'Vital signs',
    order: 'Order',
    lab: 'Laboratory',
    radiology: 'Imaging',
    medication: 'Medicine',
    alert: 'Alert',
    device: 'Device',
    document: 'Document',
    other: 'Other',
  },
  ar: {
    history: 'السجل الزمني',
    title: 'الملف كما كان',
    asOf: 'كما كان في {{at}}، وليس الآن',
    hint: 'كل ما يلي كما كان حينها ولا يمكن العمل عليه. الاسم والحساسيات والتنبيهات أعلاه هي الحالية.',
    event: '{{what}} · الحدث {{number}} من {{count}}',
    moment: '{{at}}، {{what}}، الحدث {{number}} من {{count}}',
    slider: 'لحظة هذا الملف',
    earlier: 'حدث واحد إلى الوراء',
    later: 'حدث واحد إلى الأمام',
    dateTime: 'التاريخ والوقت',
    toNow: 'العودة إلى الآن',
    loading: 'جارٍ قراءة السجل…',
    empty: 'لا يوجد في السجل ما يخص هذا المريض لعرضه لك.',
    patient: 'المريض',
    diagnosis: 'مشكلة',
    encounter: 'الإقامة',
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

type Kind = Exclude<
  keyof (typeof historyTexts)['en'],
  'history' | 'title' | 'asOf' | 'hint' | 'event' | 'moment' | 'slider' | 'earlier' | 'later' | 'dateTime' | 'toNow' | 'loading' | 'empty'
>

const kinds: readonly (readonly [RegExp, Kind])[] = [
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

/** What an event of this type was about, in a word that a physician uses. */
export const kindOf = (type: string): Kind => kinds.find(([fits]) => fits.test(type))?.[1] ?? 'other'
