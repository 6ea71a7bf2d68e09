// The minimum of a fan-out: the same bytes to every connection over plain WebSockets.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { answers, cpuMs, now } from '../setup/child.ts'
import { listenOn } from '../setup/listen.ts'

const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })

answers({
  listen: listenOn(http),
  emit({ text, times }: { text: string; times: number }) {
    const startedAt = now()
    for (let time = 0; time < times; time++) for (const client of server.clients) client.send(text)
    return { startedAt }
  },
  cpu: () => cpuMs(),
})
