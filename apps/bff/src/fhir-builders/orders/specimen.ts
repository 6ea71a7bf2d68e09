import { identifierOf, referTo, staff, systems, type WithId } from '@wardline/events'
import type { ServiceRequest, Specimen } from 'fhir/r4'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { type Authorship, patientOf } from '../authorship.ts'

/**
 * Accession number: date and the last six hexadecimal digits of the order's random id, so that labels are printed without a
 * central counter. The chance that two orders of one day share a number is about one in sixteen million.
 */
const accessionFor = (orderId: string, at: string): string => `${at.slice(2, 10).replaceAll('-', '')}-${orderId.slice(-6).toUpperCase()}`

export interface SpecimenInput extends Authorship {
  readonly specimenId: string
  readonly order: WithId<ServiceRequest>
  readonly orderable: Orderable | null
}

/** Builds the collected specimen and the order with its accession number. */
export function buildSpecimen({ specimenId, order, orderable, subject, by, at }: SpecimenInput): {
  readonly specimen: WithId<Specimen>
  readonly order: WithId<ServiceRequest>
} {
  const accession = identifierOf(order.identifier, systems.accession) ?? accessionFor(order.id, at)
  const identifier = { system: systems.accession, value: accession }
  return {
    specimen: {
      resourceType: 'Specimen',
      id: specimenId,
      accessionIdentifier: identifier,
      status: 'available',
      ...(orderable?.detail ? { type: { text: orderable.detail } } : {}),
      subject: patientOf(subject),
      request: [referTo('ServiceRequest', order.id)],
      collection: { collector: staff(by), collectedDateTime: at },
    },
    order: {
      ...order,
      identifier: [...(order.identifier ?? []).filter((known) => known.system !== systems.accession), identifier],
      specimen: [referTo('Specimen', specimenId, orderable?.detail ?? undefined)],
    },
  }
}
