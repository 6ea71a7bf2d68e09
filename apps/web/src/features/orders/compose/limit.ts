import { type Say, useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from './compose-texts.ts'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24

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
