import { defineTexts } from '../../i18n/define-texts.ts'
import type { CommandPath } from './offline-policy.ts'

type CommandTexts = Readonly<Record<CommandPath, string>>

const en = {
  'problems.add': 'Add problem',
  'problems.resolve': 'Resolve problem',
  'allergies.add': 'Add allergy',
  'allergies.noneKnown': 'Record no known allergies',
  'allergies.remove': 'Remove allergy',
  'vitals.record': 'Record vital signs',
  'orders.place': 'Sign orders',
  'orders.amend': 'Amend order',
  'orders.recall': 'Undo signing',
  'orders.revoke': 'Discontinue order',
  'lab.advance': 'Update specimen status',
  'lab.release': 'Release results',
  'results.review': 'Mark results reviewed',
  'medications.prescribe': 'Sign prescription',
  'medications.stop': 'Discontinue medication',
  'pharmacy.claim': 'Claim prescription',
  'pharmacy.release': 'Release claim on prescription',
  'pharmacy.verify': 'Verify prescription',
  'pharmacy.prepare': 'Prepare medication',
  'pharmacy.dispense': 'Dispense medication',
  'alerts.acknowledge': 'Acknowledge critical result',
  'deadLetters.replay': 'Retry dead letters',
  'deadLetters.discard': 'Discard dead letter',
  'operations.pause': 'Pause consumer',
  'operations.resume': 'Resume consumer',
  'operations.rebuild': 'Rebuild view',
} as const satisfies CommandTexts

const ar = {
  'problems.add': 'إضافة مشكلة',
  'problems.resolve': 'إنهاء مشكلة',
  'allergies.add': 'إضافة حساسية',
  'allergies.noneKnown': 'تسجيل عدم وجود حساسية معروفة',
  'allergies.remove': 'إزالة حساسية',
  'vitals.record': 'تسجيل العلامات الحيوية',
  'orders.place': 'توقيع طلبات',
  'orders.amend': 'تعديل طلب',
  'orders.recall': 'التراجع عن التوقيع',
  'orders.revoke': 'إيقاف طلب',
  'lab.advance': 'تحديث حالة عينة',
  'lab.release': 'إصدار نتائج',
  'results.review': 'تعليم النتائج كمراجَعة',
  'medications.prescribe': 'توقيع وصفة',
  'medications.stop': 'إيقاف دواء',
  'pharmacy.claim': 'حجز وصفة',
  'pharmacy.release': 'إلغاء حجز وصفة',
  'pharmacy.verify': 'التحقق من وصفة',
  'pharmacy.prepare': 'تحضير دواء',
  'pharmacy.dispense': 'صرف دواء',
  'alerts.acknowledge': 'إقرار باستلام نتيجة حرجة',
  'deadLetters.replay': 'إعادة محاولة الرسائل المتعذرة',
  'deadLetters.discard': 'استبعاد رسالة متعذرة',
  'operations.pause': 'إيقاف مستهلك مؤقتًا',
  'operations.resume': 'استئناف مستهلك',
  'operations.rebuild': 'إعادة بناء عرض',
} as const satisfies CommandTexts

/** Names of the commands in the "Not sent" tray; a command without one fails to compile. */
export const commandTexts = defineTexts('commands', { en, ar })
