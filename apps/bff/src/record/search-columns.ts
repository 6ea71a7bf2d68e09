import { idOf } from '@wardline/events'
import type { FhirResource, Identifier, Reference } from 'fhir/r4'

/** Columns that `find` filters on, extracted when a resource is saved. */
export interface SearchColumns {
  readonly patient: string | null
  readonly status: string | null
  /** Reference to the resource that it is about or fulfils. */
  readonly about: string | null
  readonly codes: readonly string[]
  readonly identifiers: readonly string[]
  /** Clinical date for sorting and `since`; in UTC when it has a time, so that text order is time order. */
  readonly at: string | null
}

interface AnyResource {
  readonly subject?: Reference
  readonly patient?: Reference
  readonly for?: Reference
  readonly beneficiary?: Reference
  readonly status?: string
  readonly focus?: Reference | readonly Reference[]
  readonly basedOn?: Reference | readonly Reference[]
  readonly authorizingPrescription?: readonly Reference[]
  readonly code?: { readonly coding?: readonly { readonly code?: string }[] }
  readonly medicationCodeableConcept?: AnyResource['code']
  readonly vaccineCode?: AnyResource['code']
  readonly clinicalStatus?: AnyResource['code']
  readonly identifier?: Identifier | readonly Identifier[]
  readonly effectiveDateTime?: string
  readonly effectivePeriod?: { readonly start?: string }
  readonly authoredOn?: string
  readonly onsetDateTime?: string
  readonly recordedDate?: string
  readonly period?: { readonly start?: string }
  readonly whenHandedOver?: string
  readonly occurrenceDateTime?: string
  readonly performedPeriod?: { readonly start?: string }
  readonly date?: string
}

const first = <T>(one: T | readonly T[] | undefined): T | undefined =>
  Array.isArray(one) ? (one as readonly T[])[0] : (one as T | undefined)
const all = <T>(some: T | readonly T[] | undefined): readonly T[] =>
  Array.isArray(some) ? (some as readonly T[]) : some ? [some as T] : []

const inUtc = (date: string | undefined): string | null => {
  if (!date?.includes('T')) return date ?? null
  const at = new Date(date)
  return Number.isNaN(at.getTime()) ? date : at.toISOString()
}

const patientOf = (resource: FhirResource, any: AnyResource) =>
  resource.resourceType === 'Patient'
    ? (resource.id ?? null)
    : ([any.subject, any.patient, any.for, any.beneficiary].map((reference) => idOf(reference, 'Patient')).find(Boolean) ?? null)

export function searchColumnsOf(resource: FhirResource): SearchColumns {
  const any = resource as unknown as AnyResource
  const concept = any.code ?? any.medicationCodeableConcept ?? any.vaccineCode
  return {
    patient: patientOf(resource, any),
    // Conditions and allergies have a coded clinical status instead of a plain one.
    status: typeof any.status === 'string' ? any.status : (any.clinicalStatus?.coding?.[0]?.code ?? null),
    about: first(any.focus)?.reference ?? any.authorizingPrescription?.[0]?.reference ?? first(any.basedOn)?.reference ?? null,
    codes: concept?.coding?.map((coding) => coding.code).filter((code) => code !== undefined) ?? [],
    identifiers: all(any.identifier)
      .filter((identifier) => identifier.value)
      .map((identifier) => `${identifier.system ?? ''}|${identifier.value}`),
    at: inUtc(
      any.effectiveDateTime ??
        any.effectivePeriod?.start ??
        any.authoredOn ??
        any.onsetDateTime ??
        any.whenHandedOver ??
        any.occurrenceDateTime ??
        any.performedPeriod?.start ??
        any.recordedDate ??
        any.period?.start ??
        any.date,
    ),
  }
}
