import type { FhirResource } from 'fhir/r4'
import type * as z from 'zod'
import type { Action, Subject } from './envelope.ts'
import type { Room } from './ids.ts'
import type { Actor, Audience } from './people.ts'
import type { EventTopic } from './topics.ts'

/** The parts of an event from which rooms and audience are derived. */
export interface Occurrence<R extends FhirResource, Data> {
  readonly subject: Subject | null
  readonly actor: Actor
  readonly resource: R
  readonly related: readonly FhirResource[]
  readonly data: Data
}

export interface EventDeclaration<R extends FhirResource, D extends z.ZodType> {
  /** Workflow name in the user interface (documents 002 and 004). */
  readonly workflow: string
  /** Other established names of the event (documents 002–004). */
  readonly aliases: readonly string[]
  /** Topic on which the event is published to other systems. */
  readonly topic: EventTopic
  readonly action: Action
  /** Schema of `data`: facts that are not part of the resource. */
  readonly data: D
  /** Rooms the event is delivered to; never empty. */
  readonly rooms: (event: Occurrence<R, z.output<D>>) => readonly Room[]
  /** Audiences that may receive the event; for others the next frame's `prev` skips it. */
  readonly audience: readonly Audience[] | ((event: Occurrence<R, z.output<D>>) => readonly Audience[])
  /** Delivered before other pending events (RT21). */
  readonly urgent?: true
  /** Folded by no view on purpose; the catalog test reports events that are neither folded nor quiet. */
  readonly quiet?: true
  readonly example: () => {
    readonly resource: R
    readonly related?: readonly FhirResource[]
    readonly data: z.input<D>
  }
}

/**
 * Declares an event about a resource of type `R`. Curried so that `R` is given explicitly while the payload type and
 * `quiet` are inferred (`EveryEventIsSeen`).
 */
export const event =
  <R extends FhirResource>() =>
  <D extends z.ZodType, Quiet extends true | undefined = undefined>(
    declaration: EventDeclaration<R, D> & { readonly quiet?: Quiet },
  ): EventDeclaration<R, D> & { readonly quiet?: NoInfer<Quiet> } =>
    declaration

// biome-ignore lint/suspicious/noExplicitAny: each declaration has its own resource and payload type, so no narrower bound fits all
type Declarations = Record<string, EventDeclaration<any, any>>

/** Returns the declarations unchanged, with their literal types. */
export const declareEvents = <const Events extends Declarations>(events: Events): Events => events
