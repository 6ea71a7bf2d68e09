import { defineTexts } from '../../i18n/define-texts.ts'

export const noticeTexts = defineTexts('notices', {
  en: {
    'dead-letters_one': '{{count}} dead letter at {{time}}',
    'dead-letters_other': '{{count}} dead letters at {{time}}',
    'messages-refused_one': '{{count}} message rejected at {{time}}',
    'messages-refused_other': '{{count}} messages rejected at {{time}}',
    'dead-lettersMeans': 'Events could not be processed. Review the dead letters.',
    'messages-refusedMeans': 'Messages from other systems were rejected. Review the rejected messages.',
  },
  ar: {
    'dead-letters_zero': 'لا رسائل متعذرة عند {{time}}',
    'dead-letters_one': 'رسالة متعذرة واحدة عند {{time}}',
    'dead-letters_two': 'رسالتان متعذرتان عند {{time}}',
    'dead-letters_few': '{{count}} رسائل متعذرة عند {{time}}',
    'dead-letters_many': '{{count}} رسالة متعذرة عند {{time}}',
    'dead-letters_other': '{{count}} رسالة متعذرة عند {{time}}',
    'messages-refused_zero': 'لا رسائل مرفوضة عند {{time}}',
    'messages-refused_one': 'رسالة مرفوضة واحدة عند {{time}}',
    'messages-refused_two': 'رسالتان مرفوضتان عند {{time}}',
    'messages-refused_few': '{{count}} رسائل مرفوضة عند {{time}}',
    'messages-refused_many': '{{count}} رسالة مرفوضة عند {{time}}',
    'messages-refused_other': '{{count}} رسالة مرفوضة عند {{time}}',
    'dead-lettersMeans': 'تعذّرت معالجة أحداث. راجع الرسائل المتعذرة.',
    'messages-refusedMeans': 'رُفضت رسائل من أنظمة أخرى. راجع الرسائل المرفوضة.',
  },
})
