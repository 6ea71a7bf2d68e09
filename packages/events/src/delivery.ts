import type { ClinicalEvent } from './catalog/index.ts'
import type { Epoch, Room } from './ids.ts'

/** One entry of a room's log as one audience receives it. */
export interface Delivery {
  readonly room: Room
  readonly epoch: Epoch
  readonly seq: number
  /** The seq that this audience was sent before this one. */
  readonly prev: number
  /** null in `advance` form and for events that this build does not know. */
  readonly event: ClinicalEvent | null
}
