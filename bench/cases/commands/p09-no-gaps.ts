import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Applied, rooms } from '@wardline/events'
import type { ApiClient } from '../../../scripts/product/api-client.ts'
import type { ProductProcess } from '../../../scripts/product/product-process.ts'
import type { Follow, Tally } from '../../clients/followers.ts'
import { asFigure, asInvariant, asOneRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { percentile, shuffled } from '../../measure/statistics.ts'
import type { Row } from '../../measure/report.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'
import { Child } from '../../setup/child.ts'

const CLIENTS = 200
const ROUNDS = 10
const CUTS_A_ROUND = 59
/** Far more than ever happens to one patient, and little enough that three times two hundred clients do not fill the machine. */
const PER_SECOND = 30
/** After the rounds the server is killed and started again, then asked to stop and started again. */
const RESTARTS = ['SIGKILL', 'SIGTERM'] as const

/** Commands side by side, as many as the machine takes, before few who follow. */
const RUSH = { clients: 20, rounds: 4, cutsARound: 10, writers: 16 }

const WITHIN_MS = 60_000
/** Between two tries at a server that is away; shorter, what waits would keep the machine from starting it. */
const AGAIN_MS = 250

/** Sends a command until it is answered, under one id, as a screen does: a server that restarts is no reason to lose it. */
async function insist(nurse: ApiClient, patientId: string): Promise<Applied> {
  const input = { commandId: randomUUID(), ...vitals(patientId) }
  const until = performance.now() + WITHIN_MS
  for (;;) {
    try {
      return await nurse.mutate<Applied>('vitals.record', input)
    } catch (error) {
      if (performance.now() > until) throw error
      await pause(AGAIN_MS)
    }
  }
}

/** Followers of one kind, what they were to be told, and the restart of their server. */
class Followers {
  readonly #child = new Child('clients/followers.ts')
  readonly expected: number[] = []
  readonly #clients: number

  constructor(clients: number) {
    this.#clients = clients
  }

  follow(how: Omit<Follow, 'clients'>): Promise<void> {
    return this.#child.ask('follow', { ...how, clients: this.#clients })
  }

  /** So many lines are cut at once; answers when all are back in the room. */
  async cutAndBack(cuts: number): Promise<void> {
    await this.#child.ask('cut', { clients: shuffled(Array.from({ length: this.#clients }, (_, index) => index)).slice(0, cuts) })
    await this.#child.ask('allIn')
  }

  backInRoom(): Promise<void> {
    return this.#child.ask('allIn')
  }

  /** How long those took who came back since this was last asked. */
  async catchUpMs(): Promise<number> {
    return percentile(await this.#child.ask<readonly number[]>('catchUpMs'), 0.99)
  }

  /** Waits for the last event to come through, which nothing says to those who lost it. */
  async tally(waits: boolean): Promise<Tally> {
    const head = Math.max(...this.expected)
    const until = performance.now() + WITHIN_MS
    while (waits && (await this.#child.ask<number>('behind', { head })) > 0 && performance.now() < until) await pause(20)
    const tally = await this.#child.ask<Tally>('tally', { expected: this.expected })
    await this.#child.end()
    return tally
  }
}

/** Bare Socket.IO, told the same number of events at the same times. */
async function bareFollowers(workshop: BenchContext, protocol: 'plain' | 'recovery', room: string) {
  const file = 'baselines/socketio-server'
  const options = { recovery: protocol === 'recovery' }
  const { url } = await workshop.server(file, protocol, options)
  const followers = new Followers(CLIENTS)
  await followers.follow({ protocol, url, room })
  const like = { resource: 'x'.repeat(1000) }
  let isUp = true
  let number = 0
  return {
    followers,
    async emit() {
      if (!isUp) return
      const payload = { number: ++number, ...like }
      const { child } = await workshop.server(file, protocol, options)
      try {
        await child.ask('emit', { room, payload })
        followers.expected.push(payload.number)
      } catch (error) {
        // It was not sent when the server was being killed: nobody is expected to have it.
        if (isUp) throw error
      }
    },
    async restart(signal: NodeJS.Signals) {
      isUp = false
      await workshop.again(file, protocol, options, signal)
      isUp = true
    },
  }
}

async function restart(product: ProductProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (signal === 'SIGKILL') await product.kill()
  else await product.stop()
  await product.start()
}

/** Two hundred people, their lines cut again and again, the server killed once and restarted once; beside Socket.IO as it comes. */
async function cutLines(workshop: BenchContext, nurse: ApiClient, patientId: string): Promise<readonly Row[]> {
  const product = await workshop.product()
  const room = rooms.patient(patientId)
  const ours = new Followers(CLIENTS)
  await ours.follow({ protocol: 'positions', url: nurse.url, token: nurse.token, room })
  const bares = [await bareFollowers(workshop, 'plain', room), await bareFollowers(workshop, 'recovery', room)] as const
  const all = [ours, bares[0].followers, bares[1].followers] as const

  const write = async () => {
    const [{ positions }] = await Promise.all([insist(nurse, patientId), ...bares.map(({ emit }) => emit())])
    ours.expected.push(positions[room] ?? Number.NaN)
  }
  const stream = new SteadyLoad(PER_SECOND, write)
  const [, , recovering] = all
  const late = async () => [await ours.catchUpMs(), await recovering.catchUpMs()] as const
  for (let round = 1; round <= ROUNDS; round++) await Promise.all(all.map((followers) => followers.cutAndBack(CUTS_A_ROUND)))
  const afterCuts = await late()
  for (const signal of RESTARTS) {
    await Promise.all([restart(product, signal), ...bares.map((bare) => bare.restart(signal))])
    await Promise.all(all.map((followers) => followers.backInRoom()))
  }
  const afterRestarts = await late()
  const events = await stream.stop()

  const [mine, plain, recovery] = [await ours.tally(true), await bares[0].followers.tally(false), await bares[1].followers.tally(false)]
  const about = { line: 'P9', unit: '' }
  const workload = `${events} events to ${CLIENTS}, ${ROUNDS * CUTS_A_ROUND} cuts, one kill, one restart; beside Socket.IO`
  const inMs = { ...about, unit: 'ms' }
  return [
    asInvariant({ ...about, workload: `${workload}: lost` }, mine.lost, plain.lost),
    asInvariant({ ...about, workload: 'the same beside its recovery: lost' }, mine.lost, recovery.lost),
    asInvariant({ ...about, workload: 'the same: applied twice' }, mine.repeated, recovery.repeated),
    asInvariant({ ...about, workload: 'the same: out of order' }, mine.disordered, recovery.disordered),
    asFigure({ ...about, workload: 'the same: told to read anew' }, mine.resyncs, 0),
    asOneRatio({ ...inMs, workload: 'from dialling to caught up after a cut, 99 of 100; beside its recovery' }, ...afterCuts, 1.5),
    // Its recovery keeps nothing over a restart: who comes back to it has nothing to read.
    asOneRatio({ ...inMs, workload: 'the same after a restart, when its recovery has nothing left' }, ...afterRestarts, null),
  ]
}

/** Many commit side by side, as fast as the server takes them. */
async function rush(nurse: ApiClient, patientId: string): Promise<readonly Row[]> {
  const room = rooms.patient(patientId)
  const followers = new Followers(RUSH.clients)
  await followers.follow({ protocol: 'positions', url: nurse.url, token: nurse.token, room })
  let isOver = false
  const since = performance.now()
  const writers = Array.from({ length: RUSH.writers }, async () => {
    while (!isOver) followers.expected.push((await insist(nurse, patientId)).positions[room] ?? Number.NaN)
  })
  for (let round = 0; round < RUSH.rounds; round++) await followers.cutAndBack(RUSH.cutsARound)
  isOver = true
  await Promise.all(writers)
  const rate = Math.round(followers.expected.length / ((performance.now() - since) / 1000))
  const { lost, repeated, disordered } = await followers.tally(true)
  const workload = `${RUSH.writers} commit side by side, ${rate} commands/s: lost, twice or out of order`
  return [asInvariant({ line: 'P9', workload, unit: '' }, lost + repeated + disordered)]
}

/** P9: no event is lost, applied twice or out of order, whatever becomes of lines and server. */
export const noGaps = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P9',
  async run() {
    const { nurse, patientId } = await workshop.nurseAndPatient()
    const cut = await cutLines(workshop, nurse, patientId)
    return [...cut, ...(await rush(nurse, patientId))]
  },
})
