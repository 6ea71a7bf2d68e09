import { type Audience, type Epoch, isUrgent, type Room } from '@wardline/events'
import { type ServerMessage, toUpdate, type Update } from '../../protocol/index.ts'
import { type LogEntry, mayBeSeenBy, prevOf } from '../log/positions.ts'

/** The resource types that a reader receives with payload; the room's other events arrive in `advance` form. null: all types. */
export type ResourceFilter = ReadonlySet<string> | null

/** Members with equal values receive the same bytes. */
export interface Reader {
  readonly audience: Audience
  readonly filter: ResourceFilter
}

/** Times at which an event passed the stages of the server (RT20). */
export type Marks = Update['marks']

/** Large enough that a burst leaves as one frame, small enough that no frame blocks a slow connection for long. */
const UPDATES_PER_FRAME = 50

export type UpdateFrame = ServerMessage<'update' | 'updates'>

const passes = (filter: ResourceFilter, { event }: LogEntry) =>
  filter === null || [event.resource, ...event.related].some(({ resourceType }) => filter.has(resourceType))

export interface FrameBatch {
  readonly marksOf?: (entry: LogEntry) => Marks
  /** Entries sent without payload: superseded vital signs. */
  readonly withoutPayload?: ReadonlySet<LogEntry>
}

/** Returns the updates of one room's entries for a reader: only what its audience may see, with the gaps expressed as `prev` (RT1). */
export function updatesFor(
  { audience, filter }: Reader,
  epoch: Epoch,
  entries: readonly LogEntry[],
  { marksOf, withoutPayload }: FrameBatch = {},
): readonly Update[] {
  return entries
    .filter((entry) => mayBeSeenBy(entry, audience))
    .map((entry) => {
      const marks = marksOf?.(entry)
      const at = { room: entry.room, epoch, seq: entry.seq, prev: prevOf(entry, audience) }
      const whole = passes(filter, entry) && !withoutPayload?.has(entry)
      return toUpdate(entry.event, at, { whole, ...(marks ? { marks } : {}) })
    })
}

/** Groups updates into frames: updates that wait together leave together (RT21). */
export function framesOf(updates: readonly Update[]): readonly UpdateFrame[] {
  const [only] = updates
  if (only && updates.length === 1) return [{ type: 'update', data: only }]
  const frames: ServerMessage<'updates'>[] = []
  for (let from = 0; from < updates.length; from += UPDATES_PER_FRAME)
    frames.push({ type: 'updates', data: { updates: updates.slice(from, from + UPDATES_PER_FRAME) } })
  return frames
}

const updatesIn = ({ type, data }: UpdateFrame): readonly Update[] => (type === 'update' ? [data] : data.updates)

/** The position of a reader that was sent every frame before this one. */
export const positionBefore = (frame: UpdateFrame, room: Room): number => updatesIn(frame)[0]?.positions[room]?.prev ?? 0

export const hasUrgent = (frame: UpdateFrame): boolean => updatesIn(frame).some(({ event_type }) => isUrgent(event_type))
