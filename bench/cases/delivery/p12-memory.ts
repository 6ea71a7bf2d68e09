import { setTimeout as pause } from 'node:timers/promises'
import { rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { asCount, asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { slope } from '../../measure/statistics.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const STEPS = 4
const STEP = 1000
const KB = 1024
/** Five rooms of four people each. */
const roomsOf = (client: number) => Array.from({ length: 5 }, (_, offset) => rooms.patient(`p-${Math.floor(client / 4) * 5 + offset}`))

interface Memory {
  readonly rss: number
  readonly heapUsed: number
}

const come = (server: Server, from: number) =>
  ClientProcess.of({
    kind: 'io',
    url: server.url,
    token: server.token,
    clients: STEP,
    rooms: Array.from({ length: STEP }, (_, client) => roomsOf(from + client)),
  })

/** All leave, and the server has noticed every one of them and awaits nobody back in their rooms. */
async function go(server: Server, crowds: readonly ClientProcess[]): Promise<void> {
  await Promise.all(crowds.map((crowd) => crowd.leave()))
  for (const left of ['connections', 'followed']) while ((await server.child.ask<number>(left)) > 0) await pause(20)
  await Promise.all(crowds.map((crowd) => crowd.end()))
}

/** How memory grows with each idle connection, and what part of the heap it took stays when all have left. */
async function growth(server: Server): Promise<{ rss: number; heap: number; left: number }> {
  const memory = () => server.child.ask<Memory>('memory')
  await go(server, [await come(server, 0)])
  const empty = await memory()
  const points: (readonly [clients: number, memory: Memory])[] = [[0, empty]]
  const crowds: ClientProcess[] = []
  while (crowds.length < STEPS) {
    crowds.push(await come(server, crowds.length * STEP))
    points.push([crowds.length * STEP, await memory()])
  }
  await go(server, crowds)
  const full = points.at(-1)?.[1] ?? empty
  return {
    rss: slope(points.map(([clients, { rss }]) => [clients, rss])),
    heap: slope(points.map(([clients, { heapUsed }]) => [clients, heapUsed])),
    left: Math.max(0, (await memory()).heapUsed - empty.heapUsed) / (full.heapUsed - empty.heapUsed),
  }
}

/** P12: an idle, authenticated connection in five rooms, beside a bare Socket.IO one in five rooms. */
export const memory = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P12',
  async run() {
    const bare = await growth(await workshop.server('baselines/socketio-server'))
    const ours = await growth(await workshop.server('clients/delivery-server'))
    const about = { line: 'P12', unit: 'KB' }
    const clients = `${STEPS * STEP} idle connections`
    return [
      asRatio({ ...about, workload: `RSS of one of ${clients}` }, [[ours.rss / KB]], [[bare.rss / KB]], 1.3),
      asRatio({ ...about, workload: `heap of one of ${clients}` }, [[ours.heap / KB]], [[bare.heap / KB]], null),
      asCount({ line: 'P12', workload: 'heap left after all leave', unit: '%' }, ours.left * 100, bare.left * 100, 5),
    ]
  },
})
