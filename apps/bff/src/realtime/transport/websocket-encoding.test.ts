import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { encodeMessage } from './websocket-encoding.ts'

let http: Server | null = null
afterEach(() => http?.close())

/** Returns the texts that an RFC 6455 client reads from these bytes. */
async function readBack(frames: readonly Buffer[]): Promise<readonly string[]> {
  const server = createServer()
  http = server
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (_, { socket }) => {
    for (const frame of frames) socket.write(frame)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const texts: string[] = []
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject)
    client.on('message', (data) => texts.push(String(data)) === frames.length && resolve())
  })
  client.terminate()
  return texts
}

const notice = (words: string) => ['revoked', { room: words }] as const

describe('a frame encoded once for many receivers', () => {
  it('decodes to its text at every length', async () => {
    const overhead = encodeMessage(notice('')).text.length + 1
    const lengths = [0, 125 - overhead, 126 - overhead, 65_535 - overhead, 65_536 - overhead, 200_000]
    const messages = lengths.map((length) => encodeMessage(notice('x'.repeat(length))))
    expect(await readBack(messages.map(({ frame }) => frame))).toEqual(messages.map(({ text }) => `4${text}`))
  })

  it('counts bytes and not characters: Arabic names', async () => {
    const { text, frame } = encodeMessage(notice('سارة'.repeat(40)))
    expect(await readBack([frame])).toEqual([`4${text}`])
    expect(JSON.parse(text.slice(1))).toEqual(['revoked', { room: 'سارة'.repeat(40) }])
  })
})
