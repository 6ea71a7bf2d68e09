import { isTRPCClientError } from '@trpc/client'
import { defineTexts, type Texts, useTexts } from '../i18n/define-texts.ts'
import type { ApiError } from './trpc.ts'

type WireRefusal = NonNullable<NonNullable<ApiError['data']>['refusal']>
export type RefusalCode = WireRefusal['code']

/** Exactly three kinds: an expected refusal, an outage shown as a screen state, a bug with a reference number. */
export type Problem =
  | { readonly kind: 'refusal'; readonly code: RefusalCode; readonly detail: Readonly<Record<string, unknown>> | null }
  /** `busy`: the server is reachable but overloaded; the same request succeeds later. */
  | { readonly kind: 'outage'; readonly busy?: true }
  | { readonly kind: 'bug'; readonly requestId: string | null }

/** Classifies an error. A request without a response is an outage. */
export function problemOf(error: unknown): Problem {
  if (!isTRPCClientError(error)) return { kind: 'bug', requestId: null }
  const data = error.data as ApiError['data']
  if (data?.refusal?.code === 'OUTAGE') return { kind: 'outage' }
  if (data?.refusal?.code === 'BUSY') return { kind: 'outage', busy: true }
  if (data?.refusal) return { kind: 'refusal', ...data.refusal }
  if (!data || [502, 503, 504].includes(data.httpStatus)) return { kind: 'outage' }
  return { kind: 'bug', requestId: data.requestId ?? null }
}

type RefusalTexts = Readonly<Record<RefusalCode, string>>

const en = {
  NOT_SIGNED_IN: 'Your session has expired. Sign in again; your drafts are kept.',
  WRONG_SIGN_IN: 'The user name or password is incorrect.',
  TOO_MANY_ATTEMPTS: 'Too many attempts. Wait a moment, then try again.',
  NOT_ALLOWED: 'Your role does not permit this action.',
  NO_ACCESS_TO_PATIENT: 'You do not have access to this patient.',
  NOT_FOUND: 'This item no longer exists.',
  INVALID_INPUT: 'The form contains an invalid value.',
  VERSION_CONFLICT: 'Another user has changed this. Review the changes before you continue.',
  COMMAND_REUSED: 'This request was already sent with different content. Start again.',
  SOURCE_REUSED: 'This message was already received with different content.',
  CLAIMED_BY_ANOTHER: 'Claimed by a colleague.',
  NOT_CLAIMED_BY_YOU: 'Claim this item first.',
  NOT_IN_THIS_STATE: 'Not possible in the current status.',
  TOO_LATE_TO_RECALL: 'Too late to undo. Discontinue the order instead.',
  DISCONTINUED: 'The order was discontinued. Do not dispense.',
  PRESCRIPTION_EXPIRED: 'This prescription has expired and cannot be dispensed. Write a new prescription.',
  ALREADY_ACKNOWLEDGED: 'Already acknowledged by a colleague.',
  ALREADY_RECORDED: 'Already recorded for this patient. Change the existing entry instead.',
  DUPLICATE_NEEDS_REASON: 'Duplicate order. Give a reason for ordering it again.',
  UNUSUAL_NEEDS_CONFIRMATION: 'A value is unusual. Confirm that it is correct.',
  DELTA_NEEDS_CONFIRMATION: 'A value differs greatly from the previous one (delta check). Check the specimen and confirm.',
  CRITICAL_NEEDS_CONFIRMATION: 'A value is critical. Confirm that it is correct.',
  OUT_OF_LIMITS: 'A value is outside the plausible range.',
  PATIENT_DECEASED: 'The patient is deceased. Orders cannot be placed.',
  BUSY: 'The server is busy. Nothing was changed; try again shortly.',
  OUTAGE: 'The server cannot be reached. Displayed data stay on screen with the time of their last update.',
} as const satisfies RefusalTexts

const ar = {
  NOT_SIGNED_IN: 'انتهت صلاحية جلستك. سجّل الدخول مجددًا؛ مسوداتك محفوظة.',
  WRONG_SIGN_IN: 'اسم المستخدم أو كلمة المرور غير صحيحة.',
  TOO_MANY_ATTEMPTS: 'محاولات كثيرة. انتظر قليلًا ثم حاول مجددًا.',
  NOT_ALLOWED: 'دورك لا يسمح بهذا الإجراء.',
  NO_ACCESS_TO_PATIENT: 'ليس لديك صلاحية على هذا المريض.',
  NOT_FOUND: 'لم يعد هذا العنصر موجودًا.',
  INVALID_INPUT: 'يحتوي النموذج على قيمة غير صالحة.',
  VERSION_CONFLICT: 'غيّر مستخدم آخر هذا العنصر. راجع التغييرات قبل المتابعة.',
  COMMAND_REUSED: 'سبق إرسال هذا الطلب بمحتوى مختلف. ابدأ من جديد.',
  SOURCE_REUSED: 'سبق استلام هذه الرسالة بمحتوى مختلف.',
  CLAIMED_BY_ANOTHER: 'محجوز لدى زميل.',
  NOT_CLAIMED_BY_YOU: 'احجز هذا العنصر أولًا.',
  NOT_IN_THIS_STATE: 'غير ممكن في الحالة الحالية.',
  TOO_LATE_TO_RECALL: 'فات أوان التراجع. أوقف الطلب بدلًا من ذلك.',
  DISCONTINUED: 'أُوقف الطلب. لا تصرف الدواء.',
  PRESCRIPTION_EXPIRED: 'انتهت صلاحية هذه الوصفة ولا يمكن صرفها. اكتب وصفة جديدة.',
  ALREADY_ACKNOWLEDGED: 'أقرّ زميل بالاستلام من قبل.',
  ALREADY_RECORDED: 'سبق تسجيله لهذا المريض. عدّل المدخل الموجود بدلًا من ذلك.',
  DUPLICATE_NEEDS_REASON: 'طلب مكرر. اذكر سبب تكرار الطلب.',
  UNUSUAL_NEEDS_CONFIRMATION: 'قيمة غير معتادة. أكّد صحتها.',
  DELTA_NEEDS_CONFIRMATION: 'تختلف قيمة اختلافًا كبيرًا عن القيمة السابقة (فحص دلتا). تحقق من العينة ثم أكّد.',
  CRITICAL_NEEDS_CONFIRMATION: 'قيمة حرجة. أكّد صحتها.',
  OUT_OF_LIMITS: 'قيمة خارج النطاق المعقول.',
  PATIENT_DECEASED: 'المريض متوفى. لا يمكن إنشاء طلبات.',
  BUSY: 'الخادم مشغول. لم يتغيّر شيء؛ حاول مجددًا بعد قليل.',
  OUTAGE: 'تعذّر الوصول إلى الخادم. تبقى البيانات المعروضة مع وقت آخر تحديث لها.',
} as const satisfies RefusalTexts

/** Every refusal needs a text in both languages; a missing one fails to compile. */
const refusalTexts: Texts<typeof en> = defineTexts('refusals', { en, ar })

const otherTexts = defineTexts('problems', {
  en: { bug: 'An error occurred. Report reference {{reference}} to support.', noReference: 'An error occurred. Try again.' },
  ar: { bug: 'حدث خطأ ما. أبلغ الدعم بالمرجع {{reference}}.', noReference: 'حدث خطأ ما. حاول مجددًا.' },
})

/** Returns the message of a problem in the user's language. */
export function useProblemText(): (problem: Problem) => string {
  const refusalText = useTexts(refusalTexts)
  const t = useTexts(otherTexts)
  return (problem) => {
    if (problem.kind === 'refusal') return refusalText(problem.code)
    if (problem.kind === 'outage') return refusalText(problem.busy ? 'BUSY' : 'OUTAGE')
    return problem.requestId ? t('bug', { reference: problem.requestId }) : t('noReference')
  }
}
