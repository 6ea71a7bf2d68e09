import type { Subject } from '@wardline/events'
import { Refusal } from '../refusal.ts'

/** Tolerance for clocks of the ward. */
const FUTURE_TOLERANCE_MS = 10 * 60_000
/** Measurements and specimens are entered within a year; an older time is a typing error. */
const MAX_AGE_MS = 366 * 24 * 3_600_000

/** Returns the first instant of a birth date with any precision, everywhere on earth; null when it is unknown. */
function bornAfter(birthDate: string | null): number | null {
  const start = birthDate === null ? Number.NaN : Date.parse(birthDate)
  return Number.isNaN(start) ? null : start - 14 * 3_600_000
}

/**
 * The time of a measurement or specimen must be possible for this patient: a wrong one would be judged by the limits of another age
 * and sorted where no one looks.
 *
 * @param field name of the input field, returned with the refusal
 * @throws Refusal INVALID_INPUT for a time in the future, before birth, or more than a year ago
 */
export function mustBePossibleTime(field: string, at: string, { now, subject }: { now: Date; subject: Pick<Subject, 'birthDate'> }): void {
  const time = Date.parse(at)
  const refuse = (rule: string) => {
    throw new Refusal('INVALID_INPUT', { field, rule })
  }
  if (Number.isNaN(time)) refuse('not a time')
  if (time > now.getTime() + FUTURE_TOLERANCE_MS) refuse('in the future')
  const born = bornAfter(subject.birthDate)
  if (born !== null && time < born) refuse('before birth')
  if (time < now.getTime() - MAX_AGE_MS) refuse('more than a year ago')
}
