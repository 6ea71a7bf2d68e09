import { setTimeout as pause } from 'node:timers/promises'
import { rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, countRow, ratioRow } from '../../measure/benchmark-case.ts'
import { slope } from '../../measure/statistics.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const STEPS = 4
const STEP = 1000
const KB = 1024
/** Five rooms per client, four clients per room. */
const roomsOf = (client: number) => Array.from({ length: 5 }, (_, offset) => rooms.patient(`p-${Math.floor(client / 4) * 5 + offset}`))

interface Memory {
  readonly rss: number
  readonly heapUsed: number
}

const openClients = (server: Server, from: number) =>
  ClientProcess.of({
    kind: 'io',
    url: server.url,
    token: server.token,
    clients: STEP,
    rooms: Array.from({ length: STEP }, (_, client) => roomsOf(from + client)),
  })

/** Disconnects all clients and waits until the server has closed the connections and left their rooms. */
async function disconnectAll(server: Server, clientProcesses: readonly ClientProcess[]): Promise<void> {
  await Promise.all(clientProcesses.map((clientProcess) => clientProcess.leave()))
  for (const gauge of ['connections', 'followed']) while ((await server.child.ask<number>(gauge)) > 0) await pause(20)
  await Promise.all(clientProcesses.map((clientProcess) => clientProcess.end()))
}

/** Measures the memory per idle connection, and the share of the heap growth that remains after all have disconnected. */
async function growth(server: Server): Promise<{ rss: number; heap: number; remaining: number }> {
  const memory = () => server.child.ask<Memory>('memory')
  await disconnectAll(server, [await openClients(server, 0)])
  const empty = await memory()
  const points: (readonly [clients: number, memory: Memory])[] = [[0, empty]]
  const clientProcesses: ClientProcess[] = []
  while (clientProcesses.length < STEPS) {
    clientProcesses.push(await openClients(server, clientProcesses.length * STEP))
    points.push([clientProcesses.length * STEP, await memory()])
  }
  await disconnectAll(server, clientProcesses)
  const full = points.at(-1)?.[1] ?? empty
  return {
    rss: slope(points.map(([clients, { rss }]) => [clients, rss])),
    heap: slope(points.map(([clients, { heapUsed }]) => [clients, heapUsed])),
    remaining: Math.max(0, (await memory()).heapUsed - empty.heapUsed) / (full.heapUsed - empty.heapUsed),
  }
}

/** P12: an idle, authenticated connection in five rooms, compared with plain Socket.IO. */
export const memory = (bench: BenchContext): BenchmarkCase => ({
  id: 'P12',
  async run() {
    const baseline = await growth(await bench.server('baselines/socketio-server'))
    const ours = await growth(await bench.server('clients/delivery-server'))
    const about = { caseId: 'P12', unit: 'KB' }
    const clients = `${STEPS * STEP} idle connections`
    return [
      ratioRow({ ...about, workload: `RSS per connection, ${clients}` }, [[ours.rss / KB]], [[baseline.rss / KB]], 1.3),
      ratioRow({ ...about, workload: `heap per connection, ${clients}` }, [[ours.heap / KB]], [[baseline.heap / KB]], null),
      countRow(
        { caseId: 'P12', workload: 'heap remaining after all disconnect', unit: '%' },
        ours.remaining * 100,
        baseline.remaining * 100,
        5,
      ),
    ]
  },
})
