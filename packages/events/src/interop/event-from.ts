import type { FhirResource } from 'fhir/r4'
import { declarationOf, type EventType, type NewEvent } from '../catalog/index.ts'
import type { WithId } from '../fhir.ts'

type ResourceType = FhirResource['resourceType']

/** Returns the resource type of an event; null when any type is allowed. */
export const resourceTypeOf = (type: EventType): ResourceType | null =>
  type === 'fhir.resource.created' || type === 'fhir.resource.updated' ? null : declarationOf(type).example().resource.resourceType

/**
 * Returns the event of a resource and payload whose types are known only at run time: a message of another system, an import.
 * Throws when the catalogue declares another resource type or payload for the event.
 */
export function eventFrom<T extends EventType>(
  type: T,
  resource: WithId,
  data: unknown,
  more: Pick<NewEvent, 'related' | 'occurredAt'> = {},
): NewEvent<T> {
  const expected = resourceTypeOf(type)
  if (expected !== null && resource.resourceType !== expected)
    throw new Error(`The resource of ${type} is ${expected}, not ${resource.resourceType}.`)
  return { ...more, type, resource, data: declarationOf(type).data.parse(data) } as unknown as NewEvent<T>
}
