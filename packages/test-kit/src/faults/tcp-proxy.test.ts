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

async function said(text: string): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port: proxy.port })
  let answer = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    answer += chunk
    if (answer.length >= text.length) socket.end()
  })
  socket.write(text)
  await once(socket, 'close')
  return answer
}

it('carries what is said, whole, also slowly, late and in slices', async () => {
  const text = 'a chart of some size '.repeat(50)
  for (const toxic of [{}, { latencyMs: 5, jitterMs: 5 }, { slice: 100 }, { bytesPerSecond: 100_000 }]) {
    proxy.poison(toxic)
    expect(await said(text)).toBe(text)
  }
})

it('ends a line after so many bytes, and lets nobody through when it refuses', async () => {
  proxy.poison({ limitBytes: 100 })
  expect((await said('x'.repeat(1000))).length).toBeLessThan(1000)
  proxy.poison({ refuse: true })
  expect(await said('hello')).toBe('')
})

it('says nothing on a silent line, and resets it when it is cut', async () => {
  proxy.poison({ silent: true })
  const socket = createConnection({ host: '127.0.0.1', port: proxy.port })
  const heard: string[] = []
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => heard.push(String(chunk)))
  await once(socket, 'connect')
  socket.write('anybody?')
  while (proxy.vanished === 0) await new Promise((resolve) => setImmediate(resolve))
  proxy.heal()
  expect(await said('others are heard')).toBe('others are heard')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  proxy.cut()
  await closed
  expect(heard).toEqual([])
})
