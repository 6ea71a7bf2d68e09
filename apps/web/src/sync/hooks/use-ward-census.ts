import { type CensusRow, registryUnit, type UnitId } from '@wardline/events'
import { useUser } from '../workflow-context.tsx'
import { useCensus } from './use-census.ts'
import type { LiveLists } from './use-views.ts'

/**
 * The patients of the user's wards, unfiltered, to compare names with (ID-9). The registry holds every patient ever registered, and
 * a mix-up can only happen on a ward; a patient of the registry is compared with the registry too.
 */
export function useWardCensus(ofUnitId?: string): LiveLists<CensusRow> {
  const { units } = useUser()
  const wards = units.map((unit) => unit.unitId as UnitId).filter((ward) => ward !== registryUnit.unitId || ward === ofUnitId)
  return useCensus(wards, '')
}
