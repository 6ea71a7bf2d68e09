/** Reads what members of a room were sent; both sides of a comparison are read by it. */
export interface Frame {
  readonly text: string
  /** How many updates it carries: none for anything but `update` and `updates`. */
  readonly updates: number
}

/** The start of a Socket.IO event frame (`42`) as it stands in memory. */
const isEvent = (raw: Buffer) => raw[0] === 0x34 && raw[1] === 0x32

function updatesIn(text: string): number {
  if (text.startsWith('42["update",')) return 1
  return text.startsWith('42["updates",') ? text.split('"event_id":').length - 1 : 0
}

/**
 * Members of a room are sent the same bytes: what was read for one is not read again for the next, so that the
 * reading of a thousand clients in one process does not weigh more than the server that is measured.
 */
export class Frames {
  #last: { readonly raw: Buffer; readonly frame: Frame } | null = null

  /** Null when it is no event frame. */
  read(raw: Buffer): Frame | null {
    if (!isEvent(raw)) return null
    if (this.#last?.raw.equals(raw)) return this.#last.frame
    const text = raw.toString()
    const frame = { text, updates: updatesIn(text) }
    this.#last = { raw, frame }
    return frame
  }
}

interface Sent {
  readonly event_id: string
  readonly positions: Readonly<Record<string, { readonly seq: number; readonly prev: number }>>
}

const sentIn = ({ text }: Frame): readonly Sent[] => {
  const [type, data] = JSON.parse(text.slice(2)) as [string, Sent | { readonly updates: readonly Sent[] }]
  return type === 'updates' ? (data as { updates: readonly Sent[] }).updates : [data as Sent]
}

/** Whether these are so many different events, each naming the one before it as its predecessor. */
export function inOrder(frames: readonly Frame[], room: string, events: number): boolean {
  const sent = frames.flatMap(sentIn)
  const places = sent.map(({ positions }) => positions[room])
  return (
    sent.length === events &&
    new Set(sent.map(({ event_id }) => event_id)).size === events &&
    places.every((place, index) => place && (index === 0 || (place.prev === places[index - 1]?.seq && place.seq > place.prev)))
  )
}
