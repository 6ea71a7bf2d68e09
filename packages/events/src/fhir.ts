import type { CodeableConcept, Coding, FhirResource, Identifier, Meta, Quantity, Reference } from 'fhir/r4'

/** Code systems and identifier systems. */
export const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  ucum: 'http://unitsofmeasure.org',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  conditionClinical: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
  conditionVerification: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
  allergyClinical: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical',
  allergyVerification: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  /** Diagnostic service of a report: LAB, RAD … */
  diagnosticService: 'http://terminology.hl7.org/CodeSystem/v2-0074',
  /** Modalities: CT, MR, DX … */
  dicom: 'http://dicom.nema.org/resources/ontology/DCM',
  auditType: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  /** Wardline's own fulfilment steps, for which FHIR R4 has no required codes. */
  businessStatus: 'https://wardline.health/fhir/CodeSystem/business-status',
  orderCategory: 'https://wardline.health/fhir/CodeSystem/order-category',
  /** Orderable items without an unambiguous code in a public code system. */
  orderable: 'https://wardline.health/fhir/CodeSystem/orderable',
  taskCode: 'https://wardline.health/fhir/CodeSystem/task-code',
  stopReason: 'https://wardline.health/fhir/CodeSystem/stop-reason',
  accession: 'https://wardline.health/fhir/sid/accession',
  mrn: 'https://wardline.health/fhir/sid/mrn',
  user: 'https://wardline.health/fhir/sid/user',
  unit: 'https://wardline.health/fhir/sid/unit',
} as const

/** Extension URLs. `reportedValue` has the digits of a laboratory value as reported (FMT-9). */
export const extensions = {
  reportedValue: 'https://wardline.health/fhir/StructureDefinition/reported-value',
  nameArabic: 'https://wardline.health/fhir/StructureDefinition/name-ar',
  /** Review date of a continuing order. */
  reviewBy: 'https://wardline.health/fhir/StructureDefinition/review-by',
  /** A safety check that was not performed, as accepted by the signer. */
  unchecked: 'https://wardline.health/fhir/StructureDefinition/unchecked',
  doseForm: 'https://wardline.health/fhir/StructureDefinition/dose-form',
  /** Location of an image in the object store (`ImagingStudy.series.instance`): bucket and key, never a signed URL. */
  imagePath: 'https://wardline.health/fhir/StructureDefinition/image-path',
  /** A check the laboratory confirmed before release: `checks` (LAB-5). */
  confirmedCheck: 'https://wardline.health/fhir/StructureDefinition/confirmed-check',
  /** Time and id of the inbound message a resource was recorded from; older messages about it are ignored. */
  messageOrder: 'https://wardline.health/fhir/StructureDefinition/told',
} as const

/** A resource whose id is known, stored or not yet. */
export type WithId<R extends FhirResource = FhirResource> = R & { id: string }

/** A resource as the record returned it or the log delivers it: with id, version and time of storage. */
export type Stored<R extends FhirResource = FhirResource> = WithId<R> & { meta: Meta & { versionId: string; lastUpdated: string } }

export const isStored = <R extends FhirResource>(resource: R): resource is R & Stored<R> =>
  resource.id !== undefined && resource.meta?.versionId !== undefined && resource.meta.lastUpdated !== undefined

/** Returns the id of a reference to this server: `Patient/123` and `Patient/123/_history/2` → `123`, also for `urn:uuid:…`; else null. */
export function idOf(reference: Reference | undefined | null, type?: FhirResource['resourceType']): string | null {
  const literal = reference?.reference
  if (!literal) return null
  if (literal.startsWith('urn:uuid:')) return literal.slice('urn:uuid:'.length)
  // The same id at another server is another resource.
  const [, kind, id] = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.+)?$/.exec(literal) ?? []
  return id && (!type || kind === type) ? id : null
}

export const referTo = (type: FhirResource['resourceType'], id: string, display?: string): Reference => ({
  reference: `${type}/${id}`,
  ...(display ? { display } : {}),
})

/** Returns a reference to a staff member, whose Practitioner resource has the id of the user. */
export const staff = (person: { userId: string; name: string }): Reference => referTo('Practitioner', person.userId, person.name)

export const codingOf = (concept: CodeableConcept | undefined, system: string): Coding | undefined =>
  concept?.coding?.find((coding) => coding.system === system)

/** Returns the display text of a concept: its text, else the first display, else the first code. */
export const displayTextOf = (concept: CodeableConcept | undefined): string | null =>
  concept?.text ?? concept?.coding?.find((coding) => coding.display)?.display ?? concept?.coding?.[0]?.code ?? null

export const codeOf = (concept: CodeableConcept | undefined, system: string): string | null => codingOf(concept, system)?.code ?? null

export const identifierOf = (identifiers: readonly Identifier[] | undefined, system: string): string | null =>
  identifiers?.find((identifier) => identifier.system === system)?.value ?? null

export const versionOf = (resource: Stored): string => resource.meta.versionId

/** Returns the first resource of a type, or null. */
export const pick = <R extends FhirResource, T extends R['resourceType']>(
  resources: readonly R[],
  type: T,
): Extract<R, { resourceType: T }> | null =>
  resources.find((resource): resource is Extract<R, { resourceType: T }> => resource.resourceType === type) ?? null

/** Rounds floating-point artefacts of generated data (176.35499866729558): no laboratory reports more than four decimals. */
function trimmed(value: number): string {
  if (!/\.\d{5,}/.test(String(value))) return String(value)
  return String(Number(Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(3)))
}

/** Returns the digits of a quantity as reported, with comparator: `<0.010`, `5.0`, `176.35`. Never reformatted (FMT-9). */
export function reportedDigits(quantity: Quantity | undefined): string | null {
  if (quantity?.value === undefined) return null
  const asReported = (quantity as { _value?: { extension?: { url: string; valueString?: string }[] } })._value?.extension?.find(
    (extension) => extension.url === extensions.reportedValue,
  )?.valueString
  return `${quantity.comparator ?? ''}${asReported ?? trimmed(quantity.value)}`
}
