import type { Encounter, HumanName, Patient } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Subject } from '../../envelope.ts'
import { extensions, identifierOf, idOf, type Stored, systems, versionOf, type WithId } from '../../fhir.ts'
import type { UnitId } from '../../ids.ts'
import { audiences } from '../../people.ts'
import { defineView, importSteps, rowFromResource, rowUpdate, type ViewRow } from '../framework/define-view.ts'

/** Unit of patients who are not admitted. */
export const registryUnit = { unitId: 'registry' as UnitId, unitName: 'Registry', bed: null } as const

/** Patient banner: identity and location, visible to all audiences; the banner's weight comes from the vitals view. */
export interface PatientRow extends ViewRow {
  readonly patientId: string
  readonly mrn: string
  readonly family: string
  readonly given: string
  readonly prefix: string | null
  /** The name in Arabic script, if registered. */
  readonly nameAr: string | null
  /** `YYYY-MM-DD`; null when unknown. */
  readonly birthDate: string | null
  readonly sex: Subject['sex']
  readonly deceasedAt: string | null
  readonly unitId: string
  readonly unitName: string
  readonly bed: string | null
  readonly encounterId: string | null
  readonly attending: string | null
}

export const officialName = (patient: Patient): HumanName | undefined =>
  patient.name?.find((name) => name.use === 'official') ?? patient.name?.[0]

/** `FAMILY, Given (Title)` (ID-3). */
export function displayName(patient: Patient): string {
  const name = officialName(patient)
  const title = name?.prefix?.[0]
  return `${(name?.family ?? 'Not known').toUpperCase()}, ${name?.given?.join(' ') ?? 'Not known'}${title ? ` (${title.replace(/\.$/, '')})` : ''}`
}

export const arabicName = (patient: Patient): string | null =>
  officialName(patient)?.extension?.find((extension) => extension.url === extensions.nameArabic)?.valueString ?? null

/** Returns the medical record number of this hospital, else the first identifier of type MR. */
export const mrnOf = (patient: WithId<Patient>): string =>
  identifierOf(patient.identifier, systems.mrn) ??
  patient.identifier?.find((identifier) => identifier.type?.coding?.some((coding) => coding.code === 'MR'))?.value ??
  patient.id

export interface PatientLocation {
  readonly unitId: UnitId
  readonly unitName: string
  readonly bed: string | null
}

/** Returns unit and bed of an encounter in progress; the registry for any other. */
export function locationOf(encounter: Encounter | null): PatientLocation {
  const unit =
    encounter?.status === 'in-progress' ? encounter.location?.find((at) => at.physicalType?.coding?.[0]?.code !== 'bd') : undefined
  if (!encounter || !unit) return registryUnit
  const unitId = (idOf(unit.location, 'Location') ?? registryUnit.unitId) as UnitId
  const bed = encounter.location?.find((at) => at.physicalType?.coding?.[0]?.code === 'bd')?.location.display ?? null
  return { unitId, unitName: unit.location.display ?? unitId, bed }
}

/** Returns the patient as identified in events. */
export function subjectOf(patient: WithId<Patient>, encounter: Encounter | null): Subject {
  return {
    patientId: patient.id as Subject['patientId'],
    mrn: mrnOf(patient),
    name: displayName(patient),
    nameAr: arabicName(patient),
    birthDate: patient.birthDate ?? null,
    sex: patient.gender ?? 'unknown',
    deceasedAt: patient.deceasedDateTime ?? null,
    ...locationOf(encounter),
  }
}

function toRow(patient: Stored<Patient>, event: ClinicalEvent, before: PatientRow | null): PatientRow {
  const name = officialName(patient)
  return {
    id: patient.id,
    patientId: patient.id,
    versionId: versionOf(patient),
    commandId: event.commandId,
    mrn: mrnOf(patient),
    family: name?.family ?? '',
    given: name?.given?.join(' ') ?? '',
    prefix: name?.prefix?.[0]?.replace(/\.$/, '') ?? null,
    nameAr: arabicName(patient),
    birthDate: patient.birthDate ?? null,
    sex: patient.gender ?? 'unknown',
    deceasedAt: patient.deceasedDateTime ?? null,
    unitId: before?.unitId ?? registryUnit.unitId,
    unitName: before?.unitName ?? registryUnit.unitName,
    bed: before?.bed ?? null,
    encounterId: before?.encounterId ?? null,
    attending: before?.attending ?? null,
  }
}

/** Updates the location from an encounter in progress, or when the current encounter ends; other encounters are ignored. */
function withLocation(row: PatientRow, encounter: Stored<Encounter>): PatientRow {
  const isInProgress = encounter.status === 'in-progress'
  if (!isInProgress && row.encounterId !== encounter.id) return row
  return {
    ...row,
    ...locationOf(encounter),
    encounterId: isInProgress ? encounter.id : null,
    attending: isInProgress ? (encounter.participant?.[0]?.individual?.display ?? null) : null,
  }
}

const subjectId = (event: { readonly subject: Subject | null }) => event.subject?.patientId ?? null
const locationStep = rowUpdate<PatientRow, ClinicalEvent<'encounter.started' | 'encounter.updated' | 'encounter.completed'>>(
  subjectId,
  (row, event) => withLocation(row, event.resource),
)
const patientImport = importSteps<PatientRow, 'Patient'>('Patient', toRow)['fhir.resource.created']

/** An imported patient or encounter. */
const importStep = {
  rows: (event: ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>) => {
    const about = event.resource.resourceType === 'Encounter' ? subjectId(event) : null
    return about ? [about] : patientImport.rows(event)
  },
  fold: (row: PatientRow | null, event: ClinicalEvent<'fhir.resource.created' | 'fhir.resource.updated'>) => {
    const { resource } = event
    if (resource.resourceType === 'Encounter') return row && withLocation(row, resource)
    return patientImport.fold(row, event)
  },
}

export const patientView = defineView<PatientRow>()({
  name: 'patient',
  room: 'patient',
  audiences,
  on: {
    'patient.created': rowFromResource<PatientRow, Patient>(toRow),
    'patient.updated': rowFromResource<PatientRow, Patient>(toRow),
    'encounter.started': locationStep,
    'encounter.updated': locationStep,
    'encounter.completed': locationStep,
    'fhir.resource.created': importStep,
    'fhir.resource.updated': importStep,
  },
  sortKey: (row) => row.family,
  direction: 'asc',
})
