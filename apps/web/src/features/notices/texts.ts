import { defineTexts } from '../../i18n/define-texts.ts'

export const noticeTexts = defineTexts('notices', {
  en: {
    'dead-letters_one': '{{count}} dead letter at {{time}}',
    'dead-letters_other': '{{count}} dead letters at {{time}}',
    'messages-refused_one': '{{count}} message not let in at {{time}}',
    'messages-refused_other': '{{count}} messages not let in at {{time}}',
    'dead-lettersMeans': 'Consumers cannot take in what happened. It waits until somebody sees to it.',
    'messages-refusedMeans': 'Messages of other systems are refused. They wait until somebody sees to it.',
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
    'dead-lettersMeans': 'يتعذر على المستهلكين استيعاب ما حدث. ينتظر حتى يعالجه أحد.',
    'messages-refusedMeans': 'رسائل أنظمة أخرى مرفوضة. تنتظر حتى يعالجها أحد.',
  },
})
