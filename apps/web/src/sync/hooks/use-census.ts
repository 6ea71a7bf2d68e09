import { type CensusRow, censusView, foldText, registryUnit, rooms, type UnitId } from '@wardline/events'
import { useEffect, useMemo } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { useUser } from '../workflow-context.tsx'
import { type LiveLists, useViews } from './use-views.ts'

/**
 * The patients of some units: searched by the server, updated by the units' rooms. Patients found by the server stay in
 * the list, because it also matches other formats of the birth date; new patients are matched by text.
 */
export function useCensus(unitIds: readonly UnitId[], query: string): LiveLists<CensusRow> {
  const trpc = useTRPC()
  const search = useMemo(() => {
    const found = new Set<string>()
    const words = foldText(query).split(' ').filter(Boolean)
    const matches = (row: CensusRow) => {
      const text = censusView.searchText?.(row) ?? ''
      return words.every((word) => text.includes(word))
    }
    return { found, keep: query ? (row: CensusRow) => found.has(row.id) || matches(row) : undefined }
  }, [query])

  const lists = unitIds.map((unitId) => ({
    room: rooms.unit(unitId),
    query: trpc.patients.search.queryOptions({ unitId, ...(query ? { query } : {}) }),
  }))
  const census = useViews<CensusRow>(censusView, lists, search)
  useEffect(() => {
    for (const row of census.rows) search.found.add(row.id)
  }, [census.rows, search])
  return census
}

/**
 * The patients of the user's wards, unfiltered, to compare names with (ID-9). The registry holds every patient ever registered, and
 * a mix-up can only happen on a ward; a patient of the registry is compared with the registry too.
 */
export function useWardCensus(ofUnitId?: string): LiveLists<CensusRow> {
  const { units } = useUser()
  const wards = units.map((unit) => unit.unitId as UnitId).filter((ward) => ward !== registryUnit.unitId || ward === ofUnitId)
  return useCensus(wards, '')
}
