import { idOf, type Person } from '@wardline/events'
import type { Encounter } from 'fhir/r4'

/** Returns the staff treating the patient: the participants of the encounter in progress. */
export const treating = (encounters: readonly Encounter[]): readonly Person[] =>
  encounters.flatMap(({ participant }) =>
    (participant ?? []).flatMap(({ individual }) => {
      const userId = idOf(individual, 'Practitioner')
      return userId ? [{ userId, name: individual?.display ?? userId }] : []
    }),
  )
