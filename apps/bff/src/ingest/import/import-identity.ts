import { createHash } from 'node:crypto'
import { foldText, systems, type WithId } from '@wardline/events'
import type { FhirResource, Patient } from 'fhir/r4'

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Identifies an imported resource by its original content, so that it stays the same across runs and date shifts. */
export const sourceOf = (original: FhirResource): string => `urn:wardline:import:${hashOf(JSON.stringify(original)).slice(0, 32)}`

const fhirId = /^[A-Za-z0-9.-]{1,64}$/

/** Whether the resource has an id that FHIR does not allow; it would be recorded under another id than its references name. */
export const hasInvalidId = ({ id }: FhirResource): boolean => id !== undefined && !fhirId.test(id)

/** Returns the id of an imported resource: its own id, else the UUID of its Bundle entry, else a hash of its content. */
export function idFor(original: FhirResource, fullUrl: string | null): string {
  if (original.id && fhirId.test(original.id)) return original.id
  const uuid = fullUrl?.startsWith('urn:uuid:') ? fullUrl.slice('urn:uuid:'.length) : null
  return uuid && fhirId.test(uuid) ? uuid : hashOf(JSON.stringify(original)).slice(0, 32)
}

const MRN_DIGITS = 10

/** Derives a ten-digit number from the patient's id: the same patient gets the same number on every installation. */
const mrnFor = (patientId: string): string => {
  const number = BigInt(`0x${hashOf(`mrn:${patientId}`).slice(0, 15)}`) % 9_000_000_000n
  return String(number + 1_000_000_000n).padStart(MRN_DIGITS, '0')
}

/** Adds a medical record number if the patient has none: every screen shows two identifiers (ID-8). */
export function withMrn(patient: WithId<Patient>): WithId<Patient> {
  if (patient.identifier?.some(({ system, value }) => system === systems.mrn && value)) return patient
  const mrn = { system: systems.mrn, value: mrnFor(patient.id), type: { coding: [{ system: systems.identifierType, code: 'MR' }] } }
  return { ...patient, identifier: [mrn, ...(patient.identifier ?? [])] }
}

/** Returns the resource to record, with local id, base version and source. The sender's version and time are dropped. */
export function resourceToRecord(original: FhirResource, id: string, versionId: string | null): WithId {
  const { versionId: _theirs, lastUpdated: _when, ...meta } = original.meta ?? {}
  const resource = { ...original, id, meta: { ...meta, source: sourceOf(original), ...(versionId ? { versionId } : {}) } } as WithId
  return resource.resourceType === 'Patient' ? withMrn(resource) : resource
}

const identifiersOf = ({ id, identifier }: WithId<Patient>): ReadonlySet<string> =>
  new Set(
    (identifier ?? [])
      // A number made from the id says nothing about the person.
      .filter(({ system, value }) => value && !(system === systems.mrn && value === mrnFor(id)))
      .map(({ system, value }) => `${system ?? ''}|${value}`),
  )

const namesOf = ({ name }: Patient): ReadonlySet<string> =>
  new Set((name ?? []).map(({ text, family, given }) => foldText(family || given ? [family, ...(given ?? [])].join(' ') : (text ?? ''))))

const meets = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].some((one) => b.has(one))

/**
 * Whether two Patient resources with the same id are different persons: no identifier and no name in common, and another sex or birth
 * date. An identifier in common makes them one person, whatever else was corrected.
 */
export function isAnotherPerson(a: WithId<Patient>, b: WithId<Patient>): boolean {
  if (meets(identifiersOf(a), identifiersOf(b))) return false
  if (namesOf(a).size === 0 || namesOf(b).size === 0 || meets(namesOf(a), namesOf(b))) return false
  const differs = (one: string | undefined, other: string | undefined) => one !== undefined && other !== undefined && one !== other
  return differs(a.gender, b.gender) || differs(a.birthDate, b.birthDate)
}
