import { isTRPCClientError } from '@trpc/client'
import { defineTexts, type Texts, useTexts } from '../i18n/define-texts.ts'
import type { ApiError } from './trpc.ts'

type Told = NonNullable<NonNullable<ApiError['data']>['refusal']>
export type RefusalCode = Told['code']

/** Three kinds and no fourth: an expected "no", a state of the screen, a bug that only has a number. */
export type Problem =
  | { readonly kind: 'refusal'; readonly code: RefusalCode; readonly detail: Readonly<Record<string, unknown>> | null }
  /** `busy`: it can be reached and has more to do than it can take; the same is taken a moment later. */
  | { readonly kind: 'outage'; readonly busy?: true }
  | { readonly kind: 'bug'; readonly requestId: string | null }

/** What went wrong, from whatever was thrown. No answer at all is an outage. */
export function problemOf(thrown: unknown): Problem {
  if (!isTRPCClientError(thrown)) return { kind: 'bug', requestId: null }
  const data = thrown.data as ApiError['data']
  if (data?.refusal?.code === 'OUTAGE') return { kind: 'outage' }
  if (data?.refusal?.code === 'BUSY') return { kind: 'outage', busy: true }
  if (data?.refusal) return { kind: 'refusal', ...data.refusal }
  if (!data || [502, 503, 504].includes(data.httpStatus)) return { kind: 'outage' }
  return { kind: 'bug', requestId: data.requestId ?? null }
}

type EveryRefusal = Readonly<Record<RefusalCode, string>>

const en = {
  NOT_SIGNED_IN: 'Your session has ended. Sign in again; your drafts are kept.',
  WRONG_SIGN_IN: 'User name or password is not right.',
  TOO_MANY_ATTEMPTS: 'Too many attempts. Wait a moment and try again.',
  NOT_ALLOWED: 'Your role does not include this.',
  NO_ACCESS_TO_PATIENT: 'You do not have access to this patient.',
  NOT_FOUND: 'This is no longer there.',
  INVALID_INPUT: 'Something in the form is not valid.',
  CHANGED_MEANWHILE: 'Somebody changed this meanwhile. Look at what changed before you go on.',
  COMMAND_REUSED: 'This was sent before with other content. Start again.',
  SOURCE_REUSED: 'This message was received before with other content.',
  CLAIMED_BY_ANOTHER: 'A colleague has this in hand.',
  NOT_CLAIMED_BY_YOU: 'Claim this first.',
  NOT_IN_THIS_STATE: 'This is not possible in its present state.',
  TOO_LATE_TO_RECALL: 'It cannot be taken back any more. Revoke it instead.',
  STOPPED_MEANWHILE: 'The order was stopped. Do not supply it.',
  PRESCRIPTION_EXPIRED: 'This prescription is too old to be supplied. It has to be written anew.',
  ALREADY_ACKNOWLEDGED: 'A colleague has acknowledged this already.',
  DUPLICATE_NEEDS_REASON: 'The same is ordered already. Say why it is needed again.',
  UNUSUAL_NEEDS_CONFIRMATION: 'A value is unusual. Confirm that it is right.',
  DELTA_NEEDS_CONFIRMATION: 'A value moved far from the one before. Look at the specimen and confirm it.',
  CRITICAL_NEEDS_CONFIRMATION: 'A value is critical. Confirm that it is right.',
  OUT_OF_LIMITS: 'A value is outside what is possible.',
  PATIENT_DECEASED: 'The patient has died; nothing can be ordered.',
  BUSY: 'The server has a lot to do at this moment. Nothing was changed; try again shortly.',
  OUTAGE: 'The server cannot be reached. What you see stays and says how old it is.',
} as const satisfies EveryRefusal

const ar = {
  NOT_SIGNED_IN: 'انتهت جلستك. سجّل الدخول مجددًا؛ مسوداتك محفوظة.',
  WRONG_SIGN_IN: 'اسم المستخدم أو كلمة المرور غير صحيح.',
  TOO_MANY_ATTEMPTS: 'محاولات كثيرة. انتظر قليلًا ثم حاول مجددًا.',
  NOT_ALLOWED: 'دورك لا يشمل هذا الإجراء.',
  NO_ACCESS_TO_PATIENT: 'ليس لديك صلاحية على هذا المريض.',
  NOT_FOUND: 'لم يعد هذا موجودًا.',
  INVALID_INPUT: 'في النموذج قيمة غير صالحة.',
  CHANGED_MEANWHILE: 'غيّر أحدهم هذا في الأثناء. راجع ما تغيّر قبل المتابعة.',
  COMMAND_REUSED: 'أُرسل هذا من قبل بمحتوى مختلف. ابدأ من جديد.',
  SOURCE_REUSED: 'وصلت هذه الرسالة من قبل بمحتوى مختلف.',
  CLAIMED_BY_ANOTHER: 'زميل آخر يعمل على هذا.',
  NOT_CLAIMED_BY_YOU: 'احجزه لنفسك أولًا.',
  NOT_IN_THIS_STATE: 'غير ممكن في حالته الحالية.',
  TOO_LATE_TO_RECALL: 'لم يعد بالإمكان استرجاعه. ألغه بدلًا من ذلك.',
  STOPPED_MEANWHILE: 'أُوقف الطلب. لا تصرفه.',
  PRESCRIPTION_EXPIRED: 'هذه الوصفة أقدم من أن تُصرف. يجب كتابتها من جديد.',
  ALREADY_ACKNOWLEDGED: 'أقرّ زميل باستلام هذا من قبل.',
  DUPLICATE_NEEDS_REASON: 'الطلب نفسه موجود. اذكر سبب الحاجة إليه مجددًا.',
  UNUSUAL_NEEDS_CONFIRMATION: 'قيمة غير معتادة. أكّد صحتها.',
  DELTA_NEEDS_CONFIRMATION: 'ابتعدت قيمة كثيرًا عن سابقتها. افحص العينة وأكّدها.',
  CRITICAL_NEEDS_CONFIRMATION: 'قيمة حرجة. أكّد صحتها.',
  OUT_OF_LIMITS: 'قيمة خارج الممكن.',
  PATIENT_DECEASED: 'المريض متوفى؛ لا يمكن طلب شيء.',
  BUSY: 'الخادم مشغول جدًا في هذه اللحظة. لم يتغيّر شيء؛ حاول بعد قليل.',
  OUTAGE: 'تعذّر الوصول إلى الخادم. يبقى ما تراه مع بيان عمره.',
} as const satisfies EveryRefusal

/** A refusal without a sentence in both languages does not compile. */
const refusalTexts: Texts<typeof en> = defineTexts('refusals', { en, ar })

const otherTexts = defineTexts('problems', {
  en: { bug: 'Something went wrong. Tell support the reference {{reference}}.', noReference: 'Something went wrong. Try again.' },
  ar: { bug: 'حدث خطأ ما. أبلغ الدعم بالمرجع {{reference}}.', noReference: 'حدث خطأ ما. حاول مجددًا.' },
})

/** A problem as a sentence in the language of the screen. */
export function useProblemWords(): (problem: Problem) => string {
  const refused = useTexts(refusalTexts)
  const t = useTexts(otherTexts)
  return (problem) => {
    if (problem.kind === 'refusal') return refused(problem.code)
    if (problem.kind === 'outage') return refused(problem.busy ? 'BUSY' : 'OUTAGE')
    return problem.requestId ? t('bug', { reference: problem.requestId }) : t('noReference')
  }
}
