import { defineTexts } from '../../i18n/define-texts.ts'
import type { CommandPath } from './offline-policy.ts'

type EveryCommand = Readonly<Record<CommandPath, string>>

const en = {
  'problems.add': 'Add a problem',
  'problems.resolve': 'Resolve a problem',
  'allergies.add': 'Add an allergy',
  'allergies.remove': 'Remove an allergy',
  'vitals.record': 'Record vital signs',
  'orders.place': 'Sign orders',
  'orders.amend': 'Change an order',
  'orders.recall': 'Take back what was just signed',
  'orders.revoke': 'Revoke an order',
  'lab.advance': 'Move a specimen on',
  'lab.release': 'Release results',
  'results.review': 'Mark results reviewed',
  'medications.prescribe': 'Sign a prescription',
  'medications.stop': 'Stop a medicine',
  'pharmacy.claim': 'Claim a prescription',
  'pharmacy.release': 'Give back a prescription',
  'pharmacy.verify': 'Verify a prescription',
  'pharmacy.prepare': 'Prepare a medicine',
  'pharmacy.dispense': 'Dispense a medicine',
  'alerts.acknowledge': 'Acknowledge a critical result',
  'deadLetters.replay': 'Try dead letters again',
  'deadLetters.discard': 'Discard a dead letter',
  'operations.pause': 'Pause a consumer',
  'operations.resume': 'Resume a consumer',
  'operations.rebuild': 'Rebuild a view',
} as const satisfies EveryCommand

const ar = {
  'problems.add': 'إضافة مشكلة',
  'problems.resolve': 'إنهاء مشكلة',
  'allergies.add': 'إضافة حساسية',
  'allergies.remove': 'إزالة حساسية',
  'vitals.record': 'تسجيل العلامات الحيوية',
  'orders.place': 'توقيع طلبات',
  'orders.amend': 'تعديل طلب',
  'orders.recall': 'استرجاع ما وُقّع للتو',
  'orders.revoke': 'إلغاء طلب',
  'lab.advance': 'تحديث حالة عينة',
  'lab.release': 'إصدار نتائج',
  'results.review': 'تعليم النتائج كمراجَعة',
  'medications.prescribe': 'توقيع وصفة',
  'medications.stop': 'إيقاف دواء',
  'pharmacy.claim': 'حجز وصفة',
  'pharmacy.release': 'إعادة وصفة',
  'pharmacy.verify': 'التحقق من وصفة',
  'pharmacy.prepare': 'تحضير دواء',
  'pharmacy.dispense': 'صرف دواء',
  'alerts.acknowledge': 'إقرار باستلام نتيجة حرجة',
  'deadLetters.replay': 'إعادة محاولة الرسائل المتعذرة',
  'deadLetters.discard': 'استبعاد رسالة متعذرة',
  'operations.pause': 'إيقاف مستهلك مؤقتًا',
  'operations.resume': 'استئناف مستهلك',
  'operations.rebuild': 'إعادة بناء عرض',
} as const satisfies EveryCommand

/** What each command does, for the "Not sent" tray; a new command needs its words here. */
export const commandTexts = defineTexts('commands', { en, ar })
