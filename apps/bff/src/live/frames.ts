import { type Audience, type Epoch, type ServerMessage, toUpdate, type Update } from '@wardline/events'
import { type LogEntry, mayBeSeenBy, prevOf } from '../record/positions.ts'

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

const isWanted = (wanted: Wanted, { event }: LogEntry) =>
  wanted === null || [event.resource, ...event.related].some(({ resourceType }) => wanted.has(resourceType))

/** What a reader is sent of these entries of one room: nothing of what they may not see, and the gaps it leaves as `prev` (RT1). */
export function updatesFor(
  reader: Reader,
  epoch: Epoch,
  entries: readonly LogEntry[],
  marksOf: (entry: LogEntry) => Marks = () => undefined,
) {
  return entries
    .filter((entry) => mayBeSeenBy(entry, reader.audience))
    .map((entry): Update => {
      const marks = marksOf(entry)
      const at = { room: entry.room, epoch, seq: entry.seq, prev: prevOf(entry, reader.audience) }
      return toUpdate(entry.event, at, { whole: isWanted(reader.wanted, entry), ...(marks ? { marks } : {}) })
    })
}

/** Updates as they leave: what waits together leaves together (RT21). */
export function framesOf(updates: readonly Update[]): readonly ServerMessage<'update' | 'updates'>[] {
  const [only] = updates
  if (only && updates.length === 1) return [{ type: 'update', data: only }]
  const frames: ServerMessage<'updates'>[] = []
  for (let from = 0; from < updates.length; from += UPDATES_IN_A_FRAME)
    frames.push({ type: 'updates', data: { updates: updates.slice(from, from + UPDATES_IN_A_FRAME) } })
  return frames
}
