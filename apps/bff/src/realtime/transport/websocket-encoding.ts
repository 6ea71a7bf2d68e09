/** A message as it travels: Socket.IO's text, and the WebSocket frame around it in one piece. */
export interface Encoded {
  readonly text: string
  readonly frame: Buffer
}

/** Engine.IO `message`, Socket.IO `event`: what stands before the JSON of a frame. */
const MESSAGE = '4'
const EVENT = '2'
/** RFC 6455, section 5.2: a whole text frame, not masked. */
const WHOLE_TEXT = 0x81

function headerFor(bytes: number): Buffer {
  if (bytes < 126) return Buffer.from([WHOLE_TEXT, bytes])
  const header = Buffer.alloc(bytes < 65_536 ? 4 : 10)
  header[0] = WHOLE_TEXT
  if (bytes < 65_536) {
    header[1] = 126
    header.writeUInt16BE(bytes, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(bytes), 2)
  }
  return header
}

/** Printed and framed once for everybody who is sent the same; in one piece, because two cost a socket twice the work. */
export function encoded(event: readonly [name: string, ...payload: unknown[]]): Encoded {
  const text = EVENT + JSON.stringify(event)
  const body = Buffer.from(MESSAGE + text)
  return { text, frame: Buffer.concat([headerFor(body.length), body]) }
}
