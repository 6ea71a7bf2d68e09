import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Applied, rooms } from '@wardline/events'
import type { ApiClient } from '../../../scripts/product/api-client.ts'
import type { ProductProcess } from '../../../scripts/product/product-process.ts'
import type { Follow, Tally } from '../../clients/followers.ts'
import { type BenchmarkCase, figureRow, invariantRow, singleRatioRow } from '../../measure/benchmark-case.ts'
import type { Row } from '../../measure/report.ts'
import { percentile, shuffled } from '../../measure/statistics.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'
import { Child } from '../../setup/child.ts'

const CLIENTS = 200
const ROUNDS = 10
const CUTS_A_ROUND = 59
/** Far more than the events of one patient, and few enough that 600 clients do not overload the machine. */
const PER_SECOND = 30
/** After the rounds the server is killed and restarted, then shut down and restarted. */
const RESTARTS = ['SIGKILL', 'SIGTERM'] as const

/** Concurrent writers at full speed, with few clients. */
const CONCURRENT = { clients: 20, rounds: 4, cutsARound: 10, writers: 16 }

const TIMEOUT_MS = 60_000
/** Pause between attempts while the server is down. Shorter pauses would slow its start. */
const RETRY_MS = 250

/** Sends a command under one id until it is acknowledged, as a screen does while the server restarts. */
async function mutateUntilAcknowledged(nurse: ApiClient, patientId: string): Promise<Applied> {
  const input = { commandId: randomUUID(), ...vitals(patientId) }
  const until = performance.now() + TIMEOUT_MS
  for (;;) {
    try {
      return await nurse.mutate<Applied>('vitals.record', input)
    } catch (error) {
      if (performance.now() > until) throw error
      await pause(RETRY_MS)
    }
  }
}

/** Clients of one protocol, with the sequence numbers they should receive. */
class Followers {
  readonly #child = new Child('clients/followers.ts')
  readonly expected: number[] = []
  readonly #clients: number

  constructor(clients: number) {
    this.#clients = clients
  }

  follow(options: Omit<Follow, 'clients'>): Promise<void> {
    return this.#child.ask('follow', { ...options, clients: this.#clients })
  }

  /** Cuts connections at once and waits until all clients have rejoined the room. */
  async cutAndRejoin(cuts: number): Promise<void> {
    await this.#child.ask('cut', { clients: shuffled(Array.from({ length: this.#clients }, (_, index) => index)).slice(0, cuts) })
    await this.#child.ask('allIn')
  }

  allRejoined(): Promise<void> {
    return this.#child.ask('allIn')
  }

  /** Returns the p99 of the catch-up times since the last call. */
  async catchUpMs(): Promise<number> {
    return percentile(await this.#child.ask<readonly number[]>('catchUpMs'), 0.99)
  }

  /** Counts lost and repeated events. @param waits waits for the last event; clients that lost it would wait in vain */
  async tally(waits: boolean): Promise<Tally> {
    const head = Math.max(...this.expected)
    const until = performance.now() + TIMEOUT_MS
    while (waits && (await this.#child.ask<number>('behind', { head })) > 0 && performance.now() < until) await pause(20)
    const tally = await this.#child.ask<Tally>('tally', { expected: this.expected })
    await this.#child.end()
    return tally
  }
}

/** Plain Socket.IO with the same events at the same times. */
async function baselineFollowers(bench: BenchContext, protocol: 'plain' | 'recovery', room: string) {
  const file = 'baselines/socketio-server'
  const options = { recovery: protocol === 'recovery' }
  const { url } = await bench.server(file, protocol, options)
  const followers = new Followers(CLIENTS)
  await followers.follow({ protocol, url, room })
  const content = { resource: 'x'.repeat(1000) }
  let isUp = true
  let number = 0
  return {
    followers,
    async emit() {
      if (!isUp) return
      const payload = { number: ++number, ...content }
      const { child } = await bench.server(file, protocol, options)
      try {
        await child.ask('emit', { room, payload })
        followers.expected.push(payload.number)
      } catch (error) {
        // Not sent because the server was being killed; no client should have it.
        if (isUp) throw error
      }
    },
    async restart(signal: NodeJS.Signals) {
      isUp = false
      await bench.restart(file, protocol, options, signal)
      isUp = true
    },
  }
}

async function restart(product: ProductProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (signal === 'SIGKILL') await product.kill()
  else await product.stop()
  await product.start()
}

/** Two hundred clients, with repeated cuts, one kill and one restart of the server; compared with plain Socket.IO. */
async function cutConnections(bench: BenchContext, nurse: ApiClient, patientId: string): Promise<readonly Row[]> {
  const product = await bench.product()
  const room = rooms.patient(patientId)
  const ours = new Followers(CLIENTS)
  await ours.follow({ protocol: 'positions', url: nurse.url, token: nurse.token, room })
  const baselines = [await baselineFollowers(bench, 'plain', room), await baselineFollowers(bench, 'recovery', room)] as const
  const all = [ours, baselines[0].followers, baselines[1].followers] as const

  const write = async () => {
    const [{ positions }] = await Promise.all([mutateUntilAcknowledged(nurse, patientId), ...baselines.map(({ emit }) => emit())])
    ours.expected.push(positions[room] ?? Number.NaN)
  }
  const load = new SteadyLoad(PER_SECOND, write)
  const [, , recovering] = all
  const catchUpTimes = async () => [await ours.catchUpMs(), await recovering.catchUpMs()] as const
  for (let round = 1; round <= ROUNDS; round++) await Promise.all(all.map((followers) => followers.cutAndRejoin(CUTS_A_ROUND)))
  const afterCuts = await catchUpTimes()
  for (const signal of RESTARTS) {
    await Promise.all([restart(product, signal), ...baselines.map((baseline) => baseline.restart(signal))])
    await Promise.all(all.map((followers) => followers.allRejoined()))
  }
  const afterRestarts = await catchUpTimes()
  const events = await load.stop()

  const [ourClients, baselineClients, recovery] = [
    await ours.tally(true),
    await baselines[0].followers.tally(false),
    await baselines[1].followers.tally(false),
  ]
  const about = { caseId: 'P9', unit: '' }
  const workload = `${events} events to ${CLIENTS}, ${ROUNDS * CUTS_A_ROUND} cuts, one kill, one restart vs. Socket.IO`
  const inMs = { ...about, unit: 'ms' }
  return [
    invariantRow({ ...about, workload: `${workload}: lost` }, ourClients.lost, baselineClients.lost),
    invariantRow({ ...about, workload: 'same vs. its recovery: lost' }, ourClients.lost, recovery.lost),
    invariantRow({ ...about, workload: 'same: applied twice' }, ourClients.repeated, recovery.repeated),
    invariantRow({ ...about, workload: 'same: out of order' }, ourClients.disordered, recovery.disordered),
    figureRow({ ...about, workload: 'same: resyncs' }, ourClients.resyncs, 0),
    singleRatioRow({ ...inMs, workload: 'from connecting to caught up after a cut, p99 vs. its recovery' }, ...afterCuts, 1.5),
    // The recovery keeps nothing across a restart, so there is nothing to catch up.
    singleRatioRow({ ...inMs, workload: 'same after a restart, when its recovery has no data' }, ...afterRestarts, null),
  ]
}

/** Many writers commit concurrently, as fast as the server accepts them. */
async function concurrentWriters(nurse: ApiClient, patientId: string): Promise<readonly Row[]> {
  const room = rooms.patient(patientId)
  const followers = new Followers(CONCURRENT.clients)
  await followers.follow({ protocol: 'positions', url: nurse.url, token: nurse.token, room })
  let isDone = false
  const since = performance.now()
  const writers = Array.from({ length: CONCURRENT.writers }, async () => {
    while (!isDone) followers.expected.push((await mutateUntilAcknowledged(nurse, patientId)).positions[room] ?? Number.NaN)
  })
  for (let round = 0; round < CONCURRENT.rounds; round++) await followers.cutAndRejoin(CONCURRENT.cutsARound)
  isDone = true
  await Promise.all(writers)
  const rate = Math.round(followers.expected.length / ((performance.now() - since) / 1000))
  const { lost, repeated, disordered } = await followers.tally(true)
  const workload = `${CONCURRENT.writers} concurrent writers, ${rate} commands/s: lost, repeated or out of order`
  return [invariantRow({ caseId: 'P9', workload, unit: '' }, lost + repeated + disordered)]
}

/** P9: no event is lost, applied twice or out of order when connections break and the server restarts. */
export const noGaps = (bench: BenchContext): BenchmarkCase => ({
  id: 'P9',
  async run() {
    const { nurse, patientId } = await bench.nurseAndPatient()
    const cutRows = await cutConnections(bench, nurse, patientId)
    return [...cutRows, ...(await concurrentWriters(nurse, patientId))]
  },
})
