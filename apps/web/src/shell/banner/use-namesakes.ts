import { type PatientRow, registryUnit, type UnitId } from '@wardline/events'
import { namesakesOf } from '../../clinical/name-alerts.ts'
import { useCensus } from '../../sync/hooks/use-census.ts'
import { useUser } from '../../sync/workflow-context.tsx'

/** Returns patients on the user's wards with a similar name (ID-9). Shares the queries of the patient list. */
export function useNamesakes({ patientId, family, given, unitId }: PatientRow): readonly string[] {
  const { units } = useUser()
  // The registry holds every patient ever registered; a mix-up can only happen on the ward.
  const wards = units.map((unit) => unit.unitId as UnitId).filter((ward) => ward !== registryUnit.unitId || ward === unitId)
  const census = useCensus(wards, '')
  return namesakesOf(patientId, `${family}, ${given}`, census.rows).map(({ name }) => name)
}
