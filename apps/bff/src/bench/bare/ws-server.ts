// The floor: the same bytes to every connection over bare WebSockets, nothing else.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { answers, cpuMs, now } from '../child.ts'

const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })

answers({
  listen: () =>
    new Promise<string>((resolve) => {
      // A storm of connections must not meet a full backlog.
      http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
        resolve(`http://127.0.0.1:${(http.address() as { port: number }).port}`),
      )
    }),
  emit({ text, times }: { text: string; times: number }) {
    const startedAt = now()
    for (let time = 0; time < times; time++) for (const client of server.clients) client.send(text)
    return { startedAt, returnedAt: now() }
  },
  cpu: () => cpuMs(),
})
