import type { VitalRow } from '@wardline/events'
import type { PatientBannerProps } from '@wardline/ui'
import { latestWeight } from '../../clinical/patient-values.ts'

/** Returns the newest weight with its date, or null if none was recorded. */
export function weightOf(vitals: readonly VitalRow[]): PatientBannerProps['weight'] {
  const row = latestWeight(vitals)
  return row?.value ? { value: row.value, unit: row.unit ?? 'kg', at: row.effectiveAt } : null
}
