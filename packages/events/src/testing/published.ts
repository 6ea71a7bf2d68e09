import type { FhirResource } from 'fhir/r4'
import { declarationOf } from '../catalog/index.ts'
import * as samples from '../catalog/samples/index.ts'
import { type InboundType, type Publisher, publishers } from '../interop/publishers.ts'
import { isAllowedRelated } from '../interop/resources.ts'

/** Returns a service that may publish the event type. */
export const publisherOf = (type: InboundType): Publisher =>
  (Object.keys(publishers) as Publisher[]).find((source) => publishers[source].some((published) => published === type)) ?? 'ehr-service'

const alertResources: Partial<Record<InboundType, () => FhirResource>> = {
  'lab.critical.alert': samples.sampleObservation,
  'radiology.critical.alert': samples.sampleImagingReport,
}

/** Returns the catalog's example as a JSON message of another system. */
export function aMessage(type: InboundType, over: Record<string, unknown> = {}): Record<string, unknown> {
  const { resource, related = [], data } = declarationOf(type).example()
  return JSON.parse(
    JSON.stringify({
      eventId: '5d3c0c2e-54b1-4c39-9f0e-0a60f2d1b0aa',
      eventType: type,
      timestamp: '2026-11-20T20:58:00.000Z',
      version: '1.0',
      patientId: 'p-jane',
      facilityId: 'main',
      tenantId: 'wardline',
      source: publisherOf(type),
      data: {
        resource: alertResources[type]?.() ?? resource,
        related: related.filter(({ resourceType }) => isAllowedRelated(type, resourceType)),
        details: data,
      },
      ...over,
    }),
  )
}
