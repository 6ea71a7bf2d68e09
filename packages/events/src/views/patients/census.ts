import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Subject } from '../../envelope.ts'
import type { Room } from '../../ids.ts'
import { audiences } from '../../people.ts'
import { rooms } from '../../rooms.ts'
import { defineView, type ViewRow } from '../framework/define-view.ts'
import { foldText } from '../framework/search-text.ts'

/** A patient on a unit's list. Everything is in the event's subject, so that moving needs no look-up. */
export interface CensusRow extends ViewRow {
  readonly patient: Subject
}

const listed = ['Patient', 'Encounter'] as const

/** The patient is on this unit's list as long as the event says they are here. The row stands for no one resource, so it has no version of one. */
function here({ subject, commandId }: ClinicalEvent, room: Room): CensusRow | null {
  if (!subject || rooms.unit(subject.unitId) !== room) return null
  return { id: subject.patientId, versionId: '0', commandId, patient: subject }
}

const present = {
  rows: (event: ClinicalEvent) => (event.subject ? [event.subject.patientId] : []),
  fold: (_: CensusRow | null, event: ClinicalEvent, at: { readonly room: Room }) => here(event, at.room),
}

const arrival = {
  rows: (event: ClinicalEvent) =>
    event.subject && listed.some((kind) => kind === event.resource.resourceType) ? [event.subject.patientId] : [],
  fold: present.fold,
}

export const censusView = defineView<CensusRow>()({
  name: 'census',
  room: 'unit',
  audiences,
  on: {
    'patient.created': present,
    'patient.updated': present,
    'encounter.started': present,
    'encounter.updated': present,
    'encounter.completed': present,
    'fhir.resource.created': arrival,
    'fhir.resource.updated': arrival,
  },
  /** By bed, then by name: a board is read like the ward is walked; sort never changes by itself (BRD-7). */
  sortKey: (row) => `${row.patient.bed ?? '~'}|${row.patient.name}`,
  direction: 'asc',
  searchText: (row) =>
    foldText([row.patient.name, row.patient.nameAr ?? '', row.patient.mrn, row.patient.birthDate ?? '', row.patient.bed ?? ''].join(' ')),
})
