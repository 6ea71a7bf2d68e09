import { type RecordVitals, unusual, type VitalSign, vitalSigns } from '@wardline/events'
import { Refusal } from '../../commands/refusal.ts'

/** A measurement cannot lie ahead; a watch may be a few minutes fast. */
const CLOCK_TOLERANCE_MS = 5 * 60_000

export const mustNotBeAhead = (effectiveAt: string, now: Date): void => {
  if (new Date(effectiveAt).getTime() > now.getTime() + CLOCK_TOLERANCE_MS)
    throw new Refusal('INVALID_INPUT', { field: 'effectiveAt', rule: 'in the future' })
}

/** Values outside the soft limits need the person's word that they are meant (CHT-8). */
export function mustBeMeant({ values, confirmed }: Pick<RecordVitals, 'values' | 'confirmed'>): void {
  const open = unusual(values).filter((sign) => !confirmed.includes(sign))
  if (open.length === 0) return
  const signs = open.map((sign: VitalSign) => ({ sign, value: values[sign], soft: vitalSigns[sign].soft }))
  throw new Refusal('UNUSUAL_NEEDS_CONFIRMATION', { signs })
}

/** A diastolic pressure above the systolic is a slip of the fields, whatever each limit says. */
export function mustBePressure({ systolic, diastolic }: RecordVitals['values']): void {
  if (systolic !== null && diastolic !== null && diastolic >= systolic)
    throw new Refusal('OUT_OF_LIMITS', { signs: ['systolic', 'diastolic'] })
}
