import type { FhirResource } from 'fhir/r4'
import type * as z from 'zod'
import type { EventDeclaration } from '../declare.ts'
import type { Envelope } from '../envelope.ts'
import type { Room } from '../ids.ts'
import type { Audience } from '../people.ts'
import { complianceEvents } from './compliance.ts'
import { deviceEvents } from './devices.ts'
import { documentEvents } from './documents.ts'
import { imagingEvents } from './imaging.ts'
import { interopEvents } from './interop.ts'
import { medicationSafetyEvents } from './medication-safety.ts'
import { medicationEvents } from './medications.ts'
import { noticeEvents } from './notices.ts'
import { orderEvents } from './orders.ts'
import { patientEvents } from './patients.ts'
import { resultEvents } from './results.ts'
import { systemEvents } from './system.ts'

/** Every thing that can happen, declared once. */
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

/** One event as the log keeps it and as a screen receives it. */
export type ClinicalEvent<T extends EventType = EventType> = {
  [Type in T]: Envelope & { readonly type: Type; readonly resource: ResourceOf<Type>; readonly data: DataOf<Type> }
}[T]

/** What a command says happened; the front door adds the envelope. */
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

/** Whether an event goes before all others (RT21). One that this version does not know came from a newer one, and waits its turn. */
export const isUrgent = (type: string): boolean =>
  Object.hasOwn(declarations, type) ? declarations[type as EventType].urgent === true : false

type Derivable = Pick<ClinicalEvent, 'type' | 'subject' | 'actor' | 'related' | 'resource' | 'data'>

/** Every room that must be told of an event, without repeats. */
export const roomsOf = (event: Derivable): readonly Room[] => [...new Set(declarationOf(event.type).rooms(event))]

/** The audiences that may see an event. */
export function audienceOfEvent(event: Derivable): readonly Audience[] {
  const { audience } = declarationOf(event.type)
  return typeof audience === 'function' ? audience(event) : audience
}

const byEveryName = new Map<string, EventType>(
  eventTypes.flatMap((type) => [type, ...declarationOf(type).aliases].map((name) => [name, type] as const)),
)

/** The event that any of its established names means (`lab_result_available` → `lab.result.available`), or null. */
export const eventNamed = (name: string): EventType | null => byEveryName.get(name) ?? null
