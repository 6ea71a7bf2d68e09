/** A message ready to send: Socket.IO's text, and the WebSocket frame around it in one buffer. */
export interface EncodedMessage {
  readonly text: string
  readonly frame: Buffer
}

/** Packet types in front of the JSON: Engine.IO `message`, Socket.IO `event`. */
const MESSAGE = '4'
const EVENT = '2'
/** RFC 6455, section 5.2: a final text frame, not masked. */
const FINAL_TEXT = 0x81

function headerFor(bytes: number): Buffer {
  if (bytes < 126) return Buffer.from([FINAL_TEXT, bytes])
  const header = Buffer.alloc(bytes < 65_536 ? 4 : 10)
  header[0] = FINAL_TEXT
  if (bytes < 65_536) {
    header[1] = 126
    header.writeUInt16BE(bytes, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(bytes), 2)
  }
  return header
}

/** Encodes once for every receiver; into one buffer, because two would double the work of each socket. */
export function encodeMessage(event: readonly [name: string, ...payload: unknown[]]): EncodedMessage {
  const text = EVENT + JSON.stringify(event)
  const body = Buffer.from(MESSAGE + text)
  return { text, frame: Buffer.concat([headerFor(body.length), body]) }
}
