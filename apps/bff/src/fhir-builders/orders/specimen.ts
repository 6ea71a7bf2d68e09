import { identifierOf, referTo, staff, systems } from '@wardline/events'
import type { ServiceRequest, Specimen } from 'fhir/r4'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { type Authorship, patientOf } from '../authorship.ts'

/**
 * The number on the tube: day and six digits of the order's own random tail, so that labels can be printed
 * anywhere without a counter. Two equal ones on one day are a matter of one in sixteen million.
 */
const accessionFor = (orderId: string, at: string): string => `${at.slice(2, 10).replaceAll('-', '')}-${orderId.slice(-6).toUpperCase()}`

export interface SpecimenDraft extends Authorship {
  readonly specimenId: string
  readonly order: ServiceRequest
  readonly orderable: Orderable | null
}

/** The collected specimen, and the order that now carries its accession number. */
export function draftSpecimen({ specimenId, order, orderable, subject, by, at }: SpecimenDraft): {
  readonly specimen: Specimen
  readonly order: ServiceRequest
} {
  const accession = identifierOf(order.identifier, systems.accession) ?? accessionFor(order.id ?? '', at)
  const identifier = { system: systems.accession, value: accession }
  return {
    specimen: {
      resourceType: 'Specimen',
      id: specimenId,
      accessionIdentifier: identifier,
      status: 'available',
      ...(orderable?.detail ? { type: { text: orderable.detail } } : {}),
      subject: patientOf(subject),
      request: [referTo('ServiceRequest', order.id ?? '')],
      collection: { collector: staff(by), collectedDateTime: at },
    },
    order: {
      ...order,
      identifier: [...(order.identifier ?? []).filter((known) => known.system !== systems.accession), identifier],
      specimen: [referTo('Specimen', specimenId, orderable?.detail ?? undefined)],
    },
  }
}
