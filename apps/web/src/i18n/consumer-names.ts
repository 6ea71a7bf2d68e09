import { defineTexts, useTexts } from './define-texts.ts'

const texts = defineTexts('consumers', {
  en: { projector: 'Read models', inbound: 'Inbound messages', publisher: 'Outbound messages', notifier: 'Notifications' },
  ar: { projector: 'نماذج القراءة', inbound: 'الرسائل الواردة', publisher: 'الرسائل الصادرة', notifier: 'الإشعارات' },
})

/** Returns the display name of an event-log consumer; its id if it has none. */
export function useConsumerName(): (consumer: string) => string {
  const t = useTexts(texts)
  return (consumer) => (consumer in texts.en ? t(consumer as keyof (typeof texts)['en']) : consumer)
}
