import { setTimeout as pause } from 'node:timers/promises'
import { rooms } from '@wardline/events'
import { asFigure, type Line } from '../line.ts'
import type { Row } from '../report.ts'
import { type Server, Swarm, type Workshop } from '../workshop.ts'

const CLIENTS = 4000
/** Five rooms of four people each. */
const roomsOf = (client: number) => Array.from({ length: 5 }, (_, offset) => rooms.patient(`p-${Math.floor(client / 4) * 5 + offset}`))

interface Memory {
  readonly rss: number
  readonly heapUsed: number
}

const come = (server: Server, clients: number) =>
  Swarm.of({
    kind: 'io',
    url: server.url,
    token: server.token,
    clients,
    rooms: Array.from({ length: clients }, (_, client) => roomsOf(client)),
  })

/** All leave, and the server has noticed every one of them. */
async function go(server: Server, swarm: Swarm): Promise<void> {
  await swarm.leave()
  while ((await server.child.ask<number>('connections')) > 0) await pause(20)
}

/** Bytes of one idle connection, and what part of the heap it took stays when all have left. */
async function slope(server: Server): Promise<{ rss: number; left: number }> {
  const memory = () => server.child.ask<Memory>('memory')
  const first = await come(server, CLIENTS / 4)
  await go(server, first)
  await first.end()
  const empty = await memory()
  const swarm = await come(server, CLIENTS)
  const full = await memory()
  await go(server, swarm)
  const after = await memory()
  await swarm.end()
  return {
    rss: (full.rss - empty.rss) / CLIENTS,
    left: Math.max(0, after.heapUsed - empty.heapUsed) / (full.heapUsed - empty.heapUsed),
  }
}

/** P12: an idle, authenticated connection in five rooms, beside a bare Socket.IO one in five rooms. */
export const memory = (workshop: Workshop): Line => ({
  id: 'P12',
  async run() {
    const bare = await slope(await workshop.server('bare/socketio-server', 'memory, bare'))
    const ours = await slope(await workshop.server('delivery-server', 'memory, ours'))
    const ratio = ours.rss / bare.rss
    const rss: Row = {
      line: 'P12',
      workload: `idle connection of ${CLIENTS}, RSS`,
      unit: 'KB',
      ours: ours.rss / 1024,
      bare: bare.rss / 1024,
      judged: ratio,
      lowest: null,
      highest: null,
      target: '≤ 1.3×',
      held: ratio <= 1.3,
    }
    return [rss, asFigure({ line: 'P12', workload: 'heap left after all leave', unit: '%' }, ours.left * 100, 5)]
  },
})
