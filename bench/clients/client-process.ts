import type { Measure } from '../measure/compare.ts'
import type { Server } from '../setup/bench-context.ts'
import { Child, now } from '../setup/child.ts'
import type { Arrival, PoolOptions } from './client-pool.ts'

/** Result of a server's `emit`, on the clock that `now` reads. */
export interface Emitted {
  readonly startedAt: number
}

/** A client pool in a process of its own. */
export class ClientProcess {
  readonly child = new Child('clients/client-pool.ts')

  /** @param pools groups of clients, which may connect to different servers */
  static async of(...pools: readonly PoolOptions[]): Promise<ClientProcess> {
    const process = new ClientProcess()
    await Promise.all(pools.map((options) => process.child.ask('open', options)))
    return process
  }

  /** Returns the milliseconds from the start of `act` until the last client has one more update. */
  async untilLast(act: () => Promise<unknown>): Promise<number> {
    await this.arm()
    const since = now()
    const [lastAt] = await Promise.all([this.lastAt(), act()])
    return lastAt - since
  }

  /** Starts to wait until every client has this many more updates. */
  arm(frames = 1): Promise<void> {
    return this.child.ask('arm', { frames })
  }

  /** Resolves with the time at which the last client had the updates it was armed for. */
  async lastAt(): Promise<number> {
    return (await this.arrival()).lastAt
  }

  arrival(): Promise<Arrival> {
    return this.child.ask('arrival')
  }

  /** As `untilLast`, for events that a server emits on request; measured from the start of the emission. */
  async untilLastOf(server: Server, emission: object, frames = 1): Promise<number> {
    await this.arm(frames)
    const { startedAt } = await server.child.ask<Emitted>('emit', emission)
    return (await this.lastAt()) - startedAt
  }

  /** Connects every client at once; returns the milliseconds until the last has its rooms. */
  comeBack(options: PoolOptions): Promise<number> {
    return this.child.ask('open', { ...options, atOnce: options.clients })
  }

  leave(): Promise<void> {
    return this.child.ask('close')
  }

  end(signal?: NodeJS.Signals): Promise<void> {
    return this.child.end(signal)
  }
}

/** Measures milliseconds by `act`, and the CPU time that its server used in between. */
export const withCpu =
  (cpuMs: () => Promise<number>, act: () => Promise<number>): Measure<'ms' | 'cpu'> =>
  async () => {
    const before = await cpuMs()
    const ms = await act()
    return { ms, cpu: (await cpuMs()) - before }
  }

export const cpuOf = (server: Server) => () => server.child.ask<number>('cpu')
