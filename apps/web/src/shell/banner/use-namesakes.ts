import type { PatientRow } from '@wardline/events'
import { namesakesOf } from '../../clinical/name-alerts.ts'
import { useWardCensus } from '../../sync/hooks/use-census.ts'

/** Returns patients on the user's wards with a similar name (ID-9). Shares the queries of the patient list. */
export const useNamesakes = ({ patientId, family, given, unitId }: PatientRow): readonly string[] =>
  namesakesOf(patientId, `${family}, ${given}`, useWardCensus(unitId).rows).map(({ name }) => name)
