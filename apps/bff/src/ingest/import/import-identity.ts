import { createHash } from 'node:crypto'
import { systems } from '@wardline/events'
import type { FhirResource, Patient } from 'fhir/r4'

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Names an original by its content; stays the same at the next run, also when its dates are moved to another today. */
export const sourceOf = (original: FhirResource): string => `urn:wardline:import:${hashOf(JSON.stringify(original)).slice(0, 32)}`

const fhirId = /^[A-Za-z0-9.-]{1,64}$/

/** The id an original goes by here: its own, else its bundle's name for it, else one from its content. */
export function idFor(original: FhirResource, fullUrl: string | null): string {
  if (original.id && fhirId.test(original.id)) return original.id
  const named = fullUrl?.startsWith('urn:uuid:') ? fullUrl.slice('urn:uuid:'.length) : null
  return named && fhirId.test(named) ? named : hashOf(JSON.stringify(original)).slice(0, 32)
}

const MRN_DIGITS = 10

/** Ten digits from the patient's id: the same patient gets the same number on every installation. */
const mrnFor = (patientId: string): string => {
  const number = BigInt(`0x${hashOf(`mrn:${patientId}`).slice(0, 15)}`) % 9_000_000_000n
  return String(number + 1_000_000_000n).padStart(MRN_DIGITS, '0')
}

/** A patient without a number of this hospital gets one: every screen shows two identifiers (ID-8). */
export function withMrn(patient: Patient): Patient {
  if (patient.identifier?.some(({ system, value }) => system === systems.mrn && value)) return patient
  const mrn = { system: systems.mrn, value: mrnFor(patient.id ?? ''), type: { coding: [{ system: systems.identifierType, code: 'MR' }] } }
  return { ...patient, identifier: [mrn, ...(patient.identifier ?? [])] }
}

/** As it is recorded: our id, our version, where it came from; the source's own version is part of its content. */
export function recordable(original: FhirResource, id: string, versionId: string | null): FhirResource {
  const { versionId: _theirs, lastUpdated: _when, ...meta } = original.meta ?? {}
  const kept = { ...original, id, meta: { ...meta, source: sourceOf(original), ...(versionId ? { versionId } : {}) } } as FhirResource
  return kept.resourceType === 'Patient' ? withMrn(kept) : kept
}
