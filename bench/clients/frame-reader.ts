/** One event frame as a member of a room received it. */
export interface Frame {
  readonly text: string
  /** Updates in the frame; 0 for every type but `update` and `updates`. */
  readonly updates: number
}

/** The first bytes of a Socket.IO event packet, `42`. */
const isEvent = (raw: Buffer) => raw[0] === 0x34 && raw[1] === 0x32

function updatesIn(text: string): number {
  if (text.startsWith('42["update",')) return 1
  return text.startsWith('42["updates",') ? text.split('"event_id":').length - 1 : 0
}

/**
 * Reads event frames. Members of a room receive the same bytes, which are read once for all of them, so that a thousand
 * clients in one process cost less than the server that is measured.
 */
export class FrameReader {
  #last: { readonly raw: Buffer; readonly frame: Frame } | null = null

  /** Returns null for a packet of another type. */
  read(raw: Buffer): Frame | null {
    if (!isEvent(raw)) return null
    if (this.#last?.raw.equals(raw)) return this.#last.frame
    const text = raw.toString()
    const frame = { text, updates: updatesIn(text) }
    this.#last = { raw, frame }
    return frame
  }
}

interface SentUpdate {
  readonly event_id: string
  readonly positions: Readonly<Record<string, { readonly seq: number; readonly prev: number }>>
}

const updatesOf = ({ text }: Frame): readonly SentUpdate[] => {
  const [type, data] = JSON.parse(text.slice(2)) as [string, SentUpdate | { readonly updates: readonly SentUpdate[] }]
  return type === 'updates' ? (data as { updates: readonly SentUpdate[] }).updates : [data as SentUpdate]
}

/** Whether the frames hold this number of different events, each naming the one before it as `prev`. */
export function isInOrder(frames: readonly Frame[], room: string, events: number): boolean {
  const sent = frames.flatMap(updatesOf)
  const positions = sent.map((update) => update.positions[room])
  return (
    sent.length === events &&
    new Set(sent.map(({ event_id }) => event_id)).size === events &&
    positions.every((at, index) => at && (index === 0 || (at.prev === positions[index - 1]?.seq && at.seq > at.prev)))
  )
}
