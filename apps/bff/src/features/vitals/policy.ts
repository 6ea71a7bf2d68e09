import { outsideSoftLimits, type RecordVitals, type VitalSign, vitalSigns } from '@wardline/events'
import { Refusal } from '../../commands/refusal.ts'

/** Values outside the soft limits need confirmation (CHT-8). */
export function mustConfirmUnusual({ values, confirmed }: Pick<RecordVitals, 'values' | 'confirmed'>): void {
  const open = outsideSoftLimits(values).filter((sign) => !confirmed.includes(sign))
  if (open.length === 0) return
  const signs = open.map((sign: VitalSign) => ({ sign, value: values[sign], soft: vitalSigns[sign].soft }))
  throw new Refusal('UNUSUAL_NEEDS_CONFIRMATION', { signs })
}

/** A diastolic pressure at or above the systolic one is an entry error, even within the limits. */
export function mustBeValidPressure({ systolic, diastolic }: RecordVitals['values']): void {
  if (systolic !== null && diastolic !== null && diastolic >= systolic)
    throw new Refusal('OUT_OF_LIMITS', { signs: ['systolic', 'diastolic'] })
}
