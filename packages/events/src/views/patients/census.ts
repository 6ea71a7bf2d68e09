import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Subject } from '../../envelope.ts'
import type { Room } from '../../ids.ts'
import { audiences } from '../../people.ts'
import { rooms } from '../../rooms.ts'
import { defineView, type ViewRow } from '../framework/define-view.ts'
import { foldText } from '../framework/search-text.ts'

/** A patient in a unit's census. Built from the event's subject alone, so that transfers need no look-up. */
export interface CensusRow extends ViewRow {
  readonly patient: Subject
}

const censusTypes = ['Patient', 'Encounter'] as const

/** Lists the patient while the event's subject is in this unit. The row has no single resource, so its version is constant. */
function censusRow({ subject, commandId }: ClinicalEvent, room: Room): CensusRow | null {
  if (!subject || rooms.unit(subject.unitId) !== room) return null
  return { id: subject.patientId, versionId: '0', commandId, patient: subject }
}

const presenceStep = {
  rows: (event: ClinicalEvent) => (event.subject ? [event.subject.patientId] : []),
  fold: (_: CensusRow | null, event: ClinicalEvent, at: { readonly room: Room }) => censusRow(event, at.room),
}

const importStep = {
  rows: (event: ClinicalEvent) =>
    event.subject && censusTypes.some((kind) => kind === event.resource.resourceType) ? [event.subject.patientId] : [],
  fold: presenceStep.fold,
}

export const censusView = defineView<CensusRow>()({
  name: 'census',
  version: 2,
  room: 'unit',
  audiences,
  on: {
    'patient.created': presenceStep,
    'patient.updated': presenceStep,
    'encounter.started': presenceStep,
    'encounter.updated': presenceStep,
    'encounter.completed': presenceStep,
    'fhir.resource.created': importStep,
    'fhir.resource.updated': importStep,
  },
  /** By bed, then by name, in the order of a ward round; the order is stable (BRD-7). */
  sortKey: (row) => `${row.patient.bed ?? '~'}|${row.patient.name}`,
  direction: 'asc',
  searchText: (row) =>
    foldText([row.patient.name, row.patient.nameAr ?? '', row.patient.mrn, row.patient.birthDate ?? '', row.patient.bed ?? ''].join(' ')),
})
