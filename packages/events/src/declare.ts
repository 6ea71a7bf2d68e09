import type { FhirResource } from 'fhir/r4'
import type * as z from 'zod'
import type { Action, Subject } from './envelope.ts'
import type { Room } from './ids.ts'
import type { Actor, Audience } from './people.ts'
import type { EventTopic } from './topics.ts'

/** What the rooms and the audience of an event may be derived from. */
export interface Occurrence<R extends FhirResource, Data> {
  readonly subject: Subject | null
  readonly actor: Actor
  readonly resource: R
  readonly related: readonly FhirResource[]
  readonly data: Data
}

export interface EventDeclaration<R extends FhirResource, D extends z.ZodType> {
  /** The name on the screen side (documents 002 and 004). */
  readonly workflow: string
  /** Other established names of the same happening (documents 002–004). */
  readonly aliases: readonly string[]
  /** The one stream it is published on for other systems. */
  readonly topic: EventTopic
  readonly action: Action
  /** Shape of `data`: what the resource alone does not say. */
  readonly data: D
  /** Every room that is told, never empty. */
  readonly rooms: (event: Occurrence<R, z.output<D>>) => readonly Room[]
  /** Who may see it; the rest is sent nothing, and their next frame's `prev` skips it. */
  readonly audience: readonly Audience[] | ((event: Occurrence<R, z.output<D>>) => readonly Audience[])
  /** Leaves before everything else that waits (RT21). */
  readonly urgent?: true
  /** In no view on purpose: the catalogue test names an event that is neither folded nor quiet. */
  readonly quiet?: true
  readonly example: () => {
    readonly resource: R
    readonly related?: readonly FhirResource[]
    readonly data: z.input<D>
  }
}

/**
 * Declares one event about a resource of type `R`. Curried so that `R` is named, the payload inferred, and whether it
 * is quiet known to the compiler (`EveryEventIsSeen`).
 */
export const event =
  <R extends FhirResource>() =>
  <D extends z.ZodType, Quiet extends true | undefined = undefined>(
    declaration: EventDeclaration<R, D> & { readonly quiet?: Quiet },
  ): EventDeclaration<R, D> & { readonly quiet?: NoInfer<Quiet> } =>
    declaration

// biome-ignore lint/suspicious/noExplicitAny: a declaration takes its own resource and payload, so no narrower bound holds them all
type Declarations = Record<string, EventDeclaration<any, any>>

/** Ties the names of a topic's events to their declarations. */
export const declareEvents = <const Events extends Declarations>(events: Events): Events => events
