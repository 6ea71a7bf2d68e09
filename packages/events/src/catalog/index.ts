import type { FhirResource } from 'fhir/r4'
import type * as z from 'zod'
import type { EventDeclaration } from '../declare.ts'
import type { Envelope } from '../envelope.ts'
import type { Stored } from '../fhir.ts'
import type { Room } from '../ids.ts'
import type { Audience } from '../people.ts'
import { complianceEvents } from './administration/compliance.ts'
import { documentEvents } from './administration/documents.ts'
import { interopEvents } from './administration/interop.ts'
import { noticeEvents } from './administration/notices.ts'
import { systemEvents } from './administration/system.ts'
import { deviceEvents } from './devices.ts'
import { imagingEvents } from './imaging.ts'
import { medicationSafetyEvents } from './medications/medication-safety.ts'
import { medicationEvents } from './medications/medications.ts'
import { orderEvents } from './orders.ts'
import { patientEvents } from './patients.ts'
import { resultEvents } from './results.ts'

/** All event types. */
export const catalog = {
  ...patientEvents,
  ...orderEvents,
  ...resultEvents,
  ...imagingEvents,
  ...medicationEvents,
  ...medicationSafetyEvents,
  ...deviceEvents,
  ...documentEvents,
  ...noticeEvents,
  ...systemEvents,
  ...complianceEvents,
  ...interopEvents,
} as const

type Catalog = typeof catalog
export type EventType = keyof Catalog

type ResourceOf<T extends EventType> = Catalog[T] extends EventDeclaration<infer R, infer _D> ? R : never
type DataOf<T extends EventType> = z.output<Catalog[T]['data']>

/** An event as stored in the log and delivered to clients. */
export type ClinicalEvent<T extends EventType = EventType> = {
  [Type in T]: Envelope & { readonly type: Type; readonly resource: Stored<ResourceOf<Type>>; readonly data: DataOf<Type> }
}[T]

/** An event of a command, without the envelope that is added when it is recorded. */
export type NewEvent<T extends EventType = EventType> = {
  [Type in T]: {
    readonly type: Type
    readonly resource: ResourceOf<Type>
    readonly related?: readonly FhirResource[]
    readonly data: DataOf<Type>
    readonly occurredAt?: string
  }
}[T]

type AnyDeclaration = EventDeclaration<FhirResource, z.ZodType>
const declarations = catalog as unknown as Record<EventType, AnyDeclaration>

export const eventTypes = Object.keys(catalog) as readonly EventType[]
export const declarationOf = (type: EventType): AnyDeclaration => declarations[type]

/** Whether an event is delivered before others (RT21). Types of a newer version are unknown here and not urgent. */
export const isUrgent = (type: string): boolean =>
  Object.hasOwn(declarations, type) ? declarations[type as EventType].urgent === true : false

type Derivable = Pick<ClinicalEvent, 'type' | 'subject' | 'actor' | 'related' | 'resource' | 'data'>

/** Returns the rooms an event is delivered to, without duplicates. */
export const roomsOf = (event: Derivable): readonly Room[] => [...new Set(declarationOf(event.type).rooms(event))]

/** Returns the audiences that may receive an event. */
export function audienceOfEvent(event: Derivable): readonly Audience[] {
  const { audience } = declarationOf(event.type)
  return typeof audience === 'function' ? audience(event) : audience
}

const typesByName = new Map<string, EventType>(
  eventTypes.flatMap((type) => [type, ...declarationOf(type).aliases].map((name) => [name, type] as const)),
)

/** Returns the event type of a name or alias (`lab_result_available` → `lab.result.available`), or null. */
export const eventNamed = (name: string): EventType | null => typesByName.get(name) ?? null
