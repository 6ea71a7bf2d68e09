import { type PatientId, rooms } from '@wardline/events'
import { WINDOW } from '../../../apps/bff/src/realtime/transport/send-window.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { asFigure, asTail, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'
import { now } from '../../setup/child.ts'

const PAUSED = 50
const HEALTHY = 20
const EVENTS = 4000
const EVENT_BYTES = 10_000
/** Figures of the windows are as fresh as this. */
const TICK_MS = 100
/** Ten seconds, and as long as it takes to see it. */
const CUT_WITHIN_MS = 10_000 + 5 * TICK_MS

const patientId = 'p-jane' as PatientId
const room = rooms.patient(patientId)

interface Windows {
  readonly bytes: number
  readonly closed: number
  readonly cut: number
}

/** What the server holds for those who read nothing, and how long it does. */
class Watch {
  readonly #server: Server
  mostBytes = 0
  closedAt = Number.NaN
  cutAt = Number.NaN

  constructor(server: Server) {
    this.#server = server
  }

  async look(): Promise<void> {
    const { bytes, closed, cut } = await this.#server.child.ask<Windows>('windows')
    this.mostBytes = Math.max(this.mostBytes, bytes)
    if (closed > 0 && Number.isNaN(this.closedAt)) this.closedAt = now()
    if (cut >= PAUSED && Number.isNaN(this.cutAt)) this.cutAt = now()
  }
  get isOver(): boolean {
    return !Number.isNaN(this.cutAt)
  }
}

/** R12: fifty screens that read nothing any more sit in a room where much happens; beside it the same room without them. */
export const paused = (workshop: BenchContext): BenchmarkCase => ({
  id: 'R12',
  async run() {
    const [ours, calm] = await Promise.all(
      ['beside paused', 'calm'].map((name) => workshop.server('clients/delivery-server', name, { tickMs: TICK_MS })),
    )
    if (!ours || !calm) throw new Error('two servers are started')
    const crowdOf = (server: Server, clients: number) =>
      ClientProcess.of({ kind: 'io', url: server.url, clients, rooms: [[room]], ...(server.token ? { token: server.token } : {}) })
    const [mine, plain, lids] = await Promise.all([crowdOf(ours, HEALTHY), crowdOf(calm, HEALTHY), crowdOf(ours, PAUSED)])
    await lids.child.ask('pause')
    const watch = new Watch(ours)
    const told = { mine: [] as number[], plain: [] as number[] }
    const emit = { room, patientId, bytes: EVENT_BYTES }
    for (let n = 0; n < EVENTS || !watch.isOver; n++) {
      // One after the other and in turns: whatever else the machine does falls on both.
      const sides = [
        async () => told.mine.push(await mine.untilLastOf(ours, emit)),
        async () => told.plain.push(await plain.untilLastOf(calm, emit)),
      ]
      for (const side of n % 2 ? sides : sides.toReversed()) await side()
      if (n % 20 === 0) await watch.look()
    }
    await Promise.all([mine.end(), plain.end(), lids.end('SIGKILL')])
    return [
      asFigure(
        { line: 'R12', workload: `${PAUSED} paused × ${EVENTS} × 10 KB: held for each`, unit: 'KiB' },
        watch.mostBytes / PAUSED / 1024,
        WINDOW.bytes / 1024,
      ),
      asFigure(
        { line: 'R12', workload: 'from the first closed window to the last cut', unit: 'ms' },
        watch.cutAt - watch.closedAt,
        CUT_WITHIN_MS,
      ),
      asTail(
        { line: 'R12', workload: `the ${HEALTHY} others, 99 of 100, beside a room without paused`, unit: 'ms' },
        [told.mine],
        [told.plain],
        0.99,
        1.2,
      ),
    ]
  },
})
