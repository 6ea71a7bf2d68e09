import { type Audience, type Epoch, isUrgent, type Room } from '@wardline/events'
import { type ServerMessage, toUpdate, type Update } from '@wardline/sync/protocol'
import { type LogEntry, mayBeSeenBy, prevOf } from '../../record/log/positions.ts'

/** Which resources travel whole to a reader; the room's other events come in `advance` form. null: all of them. */
export type Wanted = ReadonlySet<string> | null

/** Who is sent the same bytes. */
export interface Reader {
  readonly audience: Audience
  readonly wanted: Wanted
}

/** Times of an event's way through the server (RT20). */
export type Marks = Update['marks']

/** Long enough that a burst leaves as one frame, short enough that no frame stops a slow line for long. */
const UPDATES_IN_A_FRAME = 50

export type UpdateFrame = ServerMessage<'update' | 'updates'>

const isWanted = (wanted: Wanted, { event }: LogEntry) =>
  wanted === null || [event.resource, ...event.related].some(({ resourceType }) => wanted.has(resourceType))

export interface FrameBatch {
  readonly marksOf?: (entry: LogEntry) => Marks
  /** Entries whose number is told and not what happened. */
  readonly bare?: ReadonlySet<LogEntry>
}

/** What a reader is sent of these entries of one room: nothing of what they may not see, and the gaps it leaves as `prev` (RT1). */
export function updatesFor(reader: Reader, epoch: Epoch, entries: readonly LogEntry[], { marksOf, bare }: FrameBatch = {}) {
  return entries
    .filter((entry) => mayBeSeenBy(entry, reader.audience))
    .map((entry): Update => {
      const marks = marksOf?.(entry)
      const at = { room: entry.room, epoch, seq: entry.seq, prev: prevOf(entry, reader.audience) }
      const whole = isWanted(reader.wanted, entry) && !bare?.has(entry)
      return toUpdate(entry.event, at, { whole, ...(marks ? { marks } : {}) })
    })
}

/** Updates as they leave: what waits together leaves together (RT21). */
export function framesOf(updates: readonly Update[]): readonly UpdateFrame[] {
  const [only] = updates
  if (only && updates.length === 1) return [{ type: 'update', data: only }]
  const frames: ServerMessage<'updates'>[] = []
  for (let from = 0; from < updates.length; from += UPDATES_IN_A_FRAME)
    frames.push({ type: 'updates', data: { updates: updates.slice(from, from + UPDATES_IN_A_FRAME) } })
  return frames
}

const updatesIn = ({ type, data }: UpdateFrame): readonly Update[] => (type === 'update' ? [data] : data.updates)

/** Where a reader of the room stands who was sent everything before this frame. */
export const positionBefore = (frame: UpdateFrame, room: Room): number => updatesIn(frame)[0]?.positions[room]?.prev ?? 0

export const hasUrgent = (frame: UpdateFrame): boolean => updatesIn(frame).some(({ event_type }) => isUrgent(event_type))
