import { type Audience, audiences, type ClinicalEvent, type Room } from '@wardline/events'

/** The newest position of a room's log. */
export interface RoomHead {
  readonly seq: number
  /** The oldest entry still kept. */
  readonly low: number
  /** Per audience (by its slot in `audiences`), the newest entry that it was sent. */
  readonly lasts: readonly number[]
}

/** One event in one room's log. */
export interface LogEntry {
  readonly room: Room
  readonly seq: number
  /** Bit mask: bit n is set when the audience in slot n may see the event. */
  readonly audiences: number
  readonly prevs: readonly number[]
  readonly event: ClinicalEvent
}

export const emptyHead: RoomHead = { seq: 0, low: 1, lasts: audiences.map(() => 0) }

/** A position after the whole log: reading from it returns the head only. */
export const AFTER_EVERYTHING = Number.MAX_SAFE_INTEGER

const slotOf = (audience: Audience): number => audiences.indexOf(audience)

export const maskOf = (visibleTo: readonly Audience[]): number => visibleTo.reduce((mask, audience) => mask | (1 << slotOf(audience)), 0)
export const mayBeSeenBy = (entry: Pick<LogEntry, 'audiences'>, audience: Audience): boolean =>
  (entry.audiences & (1 << slotOf(audience))) !== 0
/** The newest entry of the room that this audience was sent. */
export const lastOf = (head: RoomHead, audience: Audience): number => head.lasts[slotOf(audience)] ?? 0
/** The entry that this audience was sent before this one (RT1). */
export const prevOf = (entry: Pick<LogEntry, 'prevs'>, audience: Audience): number => entry.prevs[slotOf(audience)] ?? 0

/**
 * The rule by which `record_change` numbers an event in a room (RT1): the next seq, and for every audience the entry
 * that it was sent before. Only audiences that may see the event move on.
 */
export function numbered(
  head: RoomHead,
  mask: number,
): { readonly seq: number; readonly prevs: readonly number[]; readonly head: RoomHead } {
  const seq = head.seq + 1
  const lasts = audiences.map((_, slot) => ((mask & (1 << slot)) !== 0 ? seq : (head.lasts[slot] ?? 0)))
  return { seq, prevs: audiences.map((_, slot) => head.lasts[slot] ?? 0), head: { ...head, seq, lasts } }
}
