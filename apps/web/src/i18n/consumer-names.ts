import { defineTexts, useTexts } from './define-texts.ts'

const texts = defineTexts('consumers', {
  en: { projector: 'Read models', inbound: 'Messages of other systems', publisher: 'Publishing', notifier: 'Notices' },
  ar: { projector: 'نماذج القراءة', inbound: 'رسائل الأنظمة الأخرى', publisher: 'النشر', notifier: 'الإشعارات' },
})

/** A consumer of the log in words; one that has none yet by its name. */
export function useConsumerName(): (consumer: string) => string {
  const t = useTexts(texts)
  return (consumer) => (consumer in texts.en ? t(consumer as keyof (typeof texts)['en']) : consumer)
}
