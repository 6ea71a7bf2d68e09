// The library alone: Socket.IO with rooms, no log, no authorisation, no numbering.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { answers, cpuMs, now } from '../child.ts'
import { Turns } from '../turns.ts'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
const turns = new Turns()

io.on('connection', (socket) => {
  socket.on('subscription', ({ rooms }: { rooms: string[] }, done: (answer: object) => void) => {
    void socket.join(rooms)
    done({})
  })
})

answers({
  listen: () =>
    new Promise<string>((resolve) => {
      http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
        resolve(`http://127.0.0.1:${(http.address() as { port: number }).port}`),
      )
    }),
  emit({ room, payload, times }: { room: string; payload: object; times: number }) {
    const startedAt = now()
    for (let time = 0; time < times; time++) io.to(room).emit('update', payload)
    return { startedAt, returnedAt: now() }
  },
  cpu: () => cpuMs(),
  memory() {
    globalThis.gc?.()
    return process.memoryUsage()
  },
  connections: () => new Promise<number>((resolve) => http.getConnections((_, count) => resolve(count))),
  watchLoop: () => turns.watch(),
  longestStopMs: () => turns.longestMs(),
})
