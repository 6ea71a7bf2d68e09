import { type PatientId, rooms } from '@wardline/events'
import { WINDOW } from '../../../apps/bff/src/realtime/transport/send-window.ts'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, figureRow, tailRow } from '../../measure/benchmark-case.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'
import { now } from '../../setup/child.ts'

const PAUSED = 50
const HEALTHY = 20
const EVENTS = 4000
const EVENT_BYTES = 10_000
/** Update interval of the send-window metrics. */
const TICK_MS = 100
/** Ten seconds, plus the delay of the metrics. */
const CLOSED_WITHIN_MS = 10_000 + 5 * TICK_MS

const patientId = 'p-jane' as PatientId
const room = rooms.patient(patientId)

interface SendWindows {
  readonly bytes: number
  readonly closed: number
  readonly cut: number
}

/** Observes how much the server buffers for paused clients, and for how long. */
class SendWindowWatch {
  readonly #server: Server
  peakBytes = 0
  closedAt = Number.NaN
  cutAt = Number.NaN

  constructor(server: Server) {
    this.#server = server
  }

  async update(): Promise<void> {
    const { bytes, closed, cut } = await this.#server.child.ask<SendWindows>('windows')
    this.peakBytes = Math.max(this.peakBytes, bytes)
    if (closed > 0 && Number.isNaN(this.closedAt)) this.closedAt = now()
    if (cut >= PAUSED && Number.isNaN(this.cutAt)) this.cutAt = now()
  }
  get isDone(): boolean {
    return !Number.isNaN(this.cutAt)
  }
}

/** R12: fifty clients that stopped reading in a busy room, compared with the same room without them. */
export const paused = (bench: BenchContext): BenchmarkCase => ({
  id: 'R12',
  async run() {
    const [ours, control] = await Promise.all(
      ['with paused clients', 'control'].map((name) => bench.server('clients/delivery-server', name, { tickMs: TICK_MS })),
    )
    if (!ours || !control) throw new Error('two servers expected')
    const openClients = (server: Server, clients: number) =>
      ClientProcess.of({ kind: 'io', url: server.url, clients, rooms: [[room]], ...(server.token ? { token: server.token } : {}) })
    const [ourClients, controlClients, pausedClients] = await Promise.all([
      openClients(ours, HEALTHY),
      openClients(control, HEALTHY),
      openClients(ours, PAUSED),
    ])
    await pausedClients.child.ask('pause')
    const watch = new SendWindowWatch(ours)
    const times = { ours: [] as number[], control: [] as number[] }
    const emit = { room, patientId, bytes: EVENT_BYTES }
    for (let n = 0; n < EVENTS || !watch.isDone; n++) {
      // Alternating order, so that other load on the machine affects both sides.
      const sides = [
        async () => times.ours.push(await ourClients.untilLastOf(ours, emit)),
        async () => times.control.push(await controlClients.untilLastOf(control, emit)),
      ]
      for (const side of n % 2 ? sides : sides.toReversed()) await side()
      if (n % 20 === 0) await watch.update()
    }
    await Promise.all([ourClients.end(), controlClients.end(), pausedClients.end('SIGKILL')])
    return [
      figureRow(
        { caseId: 'R12', workload: `${PAUSED} paused × ${EVENTS} × 10 KB: buffered per client`, unit: 'KiB' },
        watch.peakBytes / PAUSED / 1024,
        WINDOW.bytes / 1024,
      ),
      figureRow(
        { caseId: 'R12', workload: 'from the first closed window to the last closed connection', unit: 'ms' },
        watch.cutAt - watch.closedAt,
        CLOSED_WITHIN_MS,
      ),
      tailRow(
        { caseId: 'R12', workload: `the ${HEALTHY} other clients, p99 vs. a room without paused ones`, unit: 'ms' },
        [times.ours],
        [times.control],
        0.99,
        1.2,
      ),
    ]
  },
})
