import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from './compose-texts.ts'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24

/** Hours. */
const HOUR_CHOICES = [1, 2, 4, 6, 8, 12, 24, 48, 72, 120, 168, 336]

/** Returns the hours to choose from, including the default of the catalogue, up to its maximum. */
export const hourChoicesOf = ({ hours, maxHours }: { readonly hours: number; readonly maxHours: number }): readonly number[] =>
  [...new Set([...HOUR_CHOICES, hours])].filter((choice) => choice <= maxHours).sort((a, b) => a - b)

export const timeAfterHours = (hours: number, now: number): string => new Date(now + hours * HOUR_MS).toISOString()

/** `4 hours`, `3 days`. */
export function useDurationText(): (hours: number) => string {
  const t = useTexts(composingTexts)
  return (hours) => durationText(hours, t)
}

const durationText = (hours: number, t: Translate<(typeof composingTexts)['en']>) =>
  hours % DAY_HOURS === 0 ? t('days', { count: hours / DAY_HOURS }) : t('hours', { count: hours })
