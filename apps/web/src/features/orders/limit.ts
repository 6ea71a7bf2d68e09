import type { OrderLimit } from '@wardline/events'
import { type Say, useTexts } from '../../lib/texts.ts'
import { composingTexts } from './composing-texts.ts'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24
/** Sooner than this an order that is about to lapse is worth a look on every round (ORD-6). */
const SOON_MS = 6 * HOUR_MS

/** What is offered; a stop at an odd hour is asked for on the ward's own paper. */
const OFFERED = [1, 2, 4, 6, 8, 12, 24, 48, 72, 120, 168, 336]

/** The hours to choose from, the catalogue's own among them. */
export const hoursOffered = ({ hours, mostHours }: { readonly hours: number; readonly mostHours: number }): readonly number[] =>
  [...new Set([...OFFERED, hours])].filter((each) => each <= mostHours).sort((a, b) => a - b)

export const hoursFromNow = (hours: number, now: number): string => new Date(now + hours * HOUR_MS).toISOString()

/** `4 hours`, `3 days`. */
export function useSpans(): (hours: number) => string {
  const t = useTexts(composingTexts)
  return (hours) => spanOf(hours, t)
}

const spanOf = (hours: number, t: Say<(typeof composingTexts)['en']>) =>
  hours % DAY_HOURS === 0 ? t('days', { count: hours / DAY_HOURS }) : t('hours', { count: hours })

/** `5:20`: hours and minutes, as a clock face counts down. */
const leftOf = (ms: number) => `${Math.floor(ms / HOUR_MS)}:${String(Math.floor((ms % HOUR_MS) / 60_000)).padStart(2, '0')} h`

export interface LimitWords {
  readonly text: string
  /** Null while there is time; it lapses soon, or has. */
  readonly tone: 'warn' | 'crit' | null
}

/** How long an order still runs, in words that turn urgent before it lapses (ORD-6). */
export function limitWords(
  { kind, at }: OrderLimit,
  now: number,
  when: (at: string) => string,
  t: Say<(typeof composingTexts)['en']>,
): LimitWords {
  const leftMs = Date.parse(at) - now
  const stops = kind === 'stop'
  if (leftMs <= 0) return { tone: 'crit', text: t(stops ? 'expired' : 'reviewOverdue', { at: when(at) }) }
  if (leftMs <= SOON_MS) return { tone: 'warn', text: t(stops ? 'expiresIn' : 'reviewIn', { span: leftOf(leftMs) }) }
  return { tone: null, text: t(stops ? 'stopsAt' : 'reviewAt', { at: when(at) }) }
}
