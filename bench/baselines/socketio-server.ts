// Plain Socket.IO with rooms: no log, authorisation or numbering; optionally with its own recovery.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { EventLoopDelay } from '../measure/event-loop-delay.ts'
import { answers, cpuMs, now } from '../setup/child.ts'
import { connectionsOf, listenOn } from '../setup/listen.ts'

const http = createServer()
const eventLoopDelay = new EventLoopDelay()
let io: Server

interface Emit {
  readonly room: string
  readonly payload: object
  readonly times?: number
  /** Sent in the next turn of the event loop, like a request that arrives during the emit. */
  readonly alert?: { readonly room: string; readonly payload: object }
}

answers({
  listen({ port, recovery = false }: { port?: number; recovery?: boolean }) {
    io = new Server(http, {
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      ...(recovery ? { connectionStateRecovery: {} } : {}),
    })
    io.on('connection', (socket) => {
      socket.on('subscription', ({ rooms }: { rooms: string[] }, done: (answer: object) => void) => {
        void socket.join(rooms)
        done({})
      })
    })
    return listenOn(http)({ port })
  },
  emit({ room, payload, times = 1, alert }: Emit) {
    const startedAt = now()
    if (alert) setImmediate(() => io.to(alert.room).emit('update', alert.payload))
    for (let time = 0; time < times; time++) io.to(room).emit('update', payload)
    return { startedAt }
  },
  cpu: () => cpuMs(),
  memory() {
    globalThis.gc?.()
    return process.memoryUsage()
  },
  connections: connectionsOf(http),
  followed: () => 0,
  watchLoop: () => eventLoopDelay.watch(),
  longestStopMs: () => eventLoopDelay.longestMs(),
})
