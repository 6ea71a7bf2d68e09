import type { OrderLimit } from '@wardline/events'
import { useServerNow } from '@wardline/ui'
import { defineTexts, type Translate, useTexts } from '../i18n/define-texts.ts'
import { useFormatTime } from '../time/use-format-time.ts'

export const limitTexts = defineTexts('limits', {
  en: {
    stopsAt: 'stops {{at}}',
    reviewAt: 'review due {{at}}',
    expiresIn: 'Expires in {{span}}',
    reviewIn: 'Review in {{span}}',
    expired: 'Expired {{at}}',
    reviewOverdue: 'Review overdue since {{at}}',
  },
  ar: {
    stopsAt: 'يتوقف {{at}}',
    reviewAt: 'مراجعة {{at}}',
    expiresIn: 'ينتهي خلال {{span}}',
    reviewIn: 'مراجعة خلال {{span}}',
    expired: 'انتهى {{at}}',
    reviewOverdue: 'مراجعة متأخرة منذ {{at}}',
  },
})

const HOUR_MS = 3_600_000
/** From this time before the limit, the remaining time is a warning (ORD-6). */
const WARN_BEFORE_MS = 6 * HOUR_MS
/** Refresh interval; minutes are displayed. */
const STEP_MS = 30_000

/** `5:20 h`: hours and minutes. */
const formatRemaining = (ms: number) => `${Math.floor(ms / HOUR_MS)}:${String(Math.floor((ms % HOUR_MS) / 60_000)).padStart(2, '0')} h`

export interface LimitText {
  readonly text: string
  /** `warn` shortly before the limit, `crit` after it, otherwise null. */
  readonly tone: 'warn' | 'crit' | null
}

/** Describes the remaining time of an order, with a tone that turns urgent before it ends (ORD-6). */
export function limitText(
  { kind, at }: OrderLimit,
  now: number,
  formatTime: (at: string) => string,
  t: Translate<(typeof limitTexts)['en']>,
): LimitText {
  const remainingMs = Date.parse(at) - now
  const isStop = kind === 'stop'
  if (remainingMs <= 0) return { tone: 'crit', text: t(isStop ? 'expired' : 'reviewOverdue', { at: formatTime(at) }) }
  if (remainingMs <= WARN_BEFORE_MS)
    return { tone: 'warn', text: t(isStop ? 'expiresIn' : 'reviewIn', { span: formatRemaining(remainingMs) }) }
  return { tone: null, text: t(isStop ? 'stopsAt' : 'reviewAt', { at: formatTime(at) }) }
}

/** The same with the server's clock. */
export function useLimitText(): (limit: OrderLimit) => LimitText {
  const t = useTexts(limitTexts)
  const formatTime = useFormatTime()
  const now = useServerNow(STEP_MS)
  return (limit) => limitText(limit, now, formatTime, t)
}
