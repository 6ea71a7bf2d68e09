import { once } from 'node:events'
import { createConnection, createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { TcpProxy } from './tcp-proxy.ts'

let echo: Server
let proxy: TcpProxy
beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  proxy = await TcpProxy.open((echo.address() as { port: number }).port)
})
afterEach(() => proxy.heal())
afterAll(async () => {
  await proxy.close()
  echo.close()
})

async function echoed(text: string): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port: proxy.port })
  let response = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    response += chunk
    if (response.length >= text.length) socket.end()
  })
  socket.write(text)
  await once(socket, 'close')
  return response
}

it('data arrives complete, also with latency, jitter, slices and limited bandwidth', async () => {
  const text = 'a chart of some size '.repeat(50)
  for (const toxic of [{}, { latencyMs: 5, jitterMs: 5 }, { slice: 100 }, { bytesPerSecond: 100_000 }]) {
    proxy.setFault(toxic)
    expect(await echoed(text)).toBe(text)
  }
})

it('a connection closes after the byte limit, and new ones are refused on demand', async () => {
  proxy.setFault({ limitBytes: 100 })
  expect((await echoed('x'.repeat(1000))).length).toBeLessThan(1000)
  proxy.setFault({ refuse: true })
  expect(await echoed('hello')).toBe('')
})

it('a silent connection passes no data, and is reset when cut', async () => {
  proxy.setFault({ silent: true })
  const socket = createConnection({ host: '127.0.0.1', port: proxy.port })
  const received: string[] = []
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => received.push(String(chunk)))
  await once(socket, 'connect')
  socket.write('hello?')
  await expect.poll(() => proxy.vanished, { message: 'the bytes are discarded' }).toBeGreaterThan(0)
  proxy.heal()
  expect(await echoed('another connection')).toBe('another connection')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  proxy.cut()
  await closed
  expect(received).toEqual([])
})
