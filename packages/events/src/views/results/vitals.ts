import type { Observation } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { displayTextOf, type Stored, versionOf } from '../../fhir.ts'
import { defineView, importSteps, type ViewRow } from '../framework/define-view.ts'
import { isVital, loincOf, type Reported, reportedIn } from './observation.ts'

/** A vital sign measurement; blood pressure is one row, `104/62`. */
export interface VitalRow extends ViewRow, Reported {
  readonly code: string
  readonly display: string
  readonly effectiveAt: string
  /** Time of entry; later than `effectiveAt` for a late entry (CHT-9). */
  readonly recordedAt: string
  readonly by: string
}

const toRow = (observation: Stored<Observation>, event: ClinicalEvent): VitalRow | null =>
  !isVital(observation) || observation.status === 'entered-in-error'
    ? null
    : {
        id: observation.id,
        versionId: versionOf(observation),
        commandId: event.commandId,
        ...reportedIn(observation),
        code: loincOf(observation),
        display: displayTextOf(observation.code) ?? loincOf(observation),
        effectiveAt: observation.effectiveDateTime ?? event.occurredAt,
        recordedAt: observation.issued ?? event.recordedAt,
        by: observation.performer?.[0]?.display ?? event.actor.name,
      }

const observationsIn = (event: ClinicalEvent<'encounter.vitals.recorded'>) =>
  [event.resource, ...event.related].filter((resource): resource is Stored<Observation> => resource.resourceType === 'Observation')

export const vitalsView = defineView<VitalRow>()({
  name: 'vitals',
  room: 'patient',
  audiences: ['care', 'pharmacy'],
  on: {
    'encounter.vitals.recorded': {
      rows: (event: ClinicalEvent<'encounter.vitals.recorded'>) => observationsIn(event).map(({ id }) => id),
      fold: (row: VitalRow | null, event: ClinicalEvent<'encounter.vitals.recorded'>, { id }) => {
        const observation = observationsIn(event).find((candidate) => candidate.id === id)
        return observation ? toRow(observation, event) : row
      },
    },
    ...importSteps<VitalRow, 'Observation'>('Observation', (observation, event) => toRow(observation, event)),
  },
  sortKey: (row) => row.effectiveAt,
  direction: 'desc',
})
