import { type PatientRow, registryUnit, type UnitId } from '@wardline/events'
import { namesakesOf } from '../../clinical/name-alerts.ts'
import { useCensus } from '../../sync/hooks/use-census.ts'
import { useUser } from '../../sync/workflow-context.tsx'

/** Names on my wards that may be taken for this patient's (ID-9); the lists are those of the patient list, asked for once. */
export function useNamesakes({ patientId, family, given, unitId }: PatientRow): readonly string[] {
  const { units } = useUser()
  // The registry holds everybody who ever came; nobody is confused with them at a bedside.
  const wards = units.map((unit) => unit.unitId as UnitId).filter((ward) => ward !== registryUnit.unitId || ward === unitId)
  const census = useCensus(wards, '')
  return namesakesOf(patientId, `${family}, ${given}`, census.rows).map(({ name }) => name)
}
