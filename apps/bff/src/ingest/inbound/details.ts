import { declarationOf, type PublishedEvent } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import * as z from 'zod'
import { Rejected } from './rejection.ts'

/** Returns values derived from the message, for payload fields of that name. */
function derivedValues(
  event: PublishedEvent,
  by: { userId: string; name: string },
  fromUnitId: string | null,
): Readonly<Record<string, unknown>> {
  const resource = event.data.resource as FhirResource
  return {
    by,
    at: new Date(event.timestamp).toISOString(),
    origin: event.source,
    fromUnitId,
    ...(resource.resourceType === 'MedicationRequest' ? { prescriptionId: resource.id, reason: resource.statusReason?.text ?? '' } : {}),
  }
}

/**
 * Returns the event payload: the sender's details, then values derived from the message, then the empty value the schema
 * allows (null or an empty list). @throws Rejected when a required field is still missing.
 */
export function detailsOf(event: PublishedEvent, by: { userId: string; name: string }, fromUnitId: string | null): Record<string, unknown> {
  const schema = declarationOf(event.eventType).data
  const details: Record<string, unknown> = { ...event.data.details }
  if (!(schema instanceof z.ZodObject)) return details
  const derived = derivedValues(event, by, fromUnitId)
  for (const [field, fieldSchema] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
    if (field in details) continue
    const value = [derived[field], null, []].find((candidate) => candidate !== undefined && fieldSchema.safeParse(candidate).success)
    if (value !== undefined) details[field] = value
  }
  const { error } = schema.safeParse(details)
  if (error) throw new Rejected('incomplete', `details lack ${error.issues.map(({ path }) => path.join('.')).join(', ')}`)
  return details
}
