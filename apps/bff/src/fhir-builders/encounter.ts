import { idOf, type Person } from '@wardline/events'
import type { Encounter } from 'fhir/r4'

/** Those who have the patient: the people of the encounter in progress. */
export const treating = (encounters: readonly Encounter[]): readonly Person[] =>
  encounters.flatMap(({ participant }) =>
    (participant ?? []).flatMap(({ individual }) => {
      const userId = idOf(individual, 'Practitioner')
      return userId ? [{ userId, name: individual?.display ?? userId }] : []
    }),
  )
