import type { Measure } from '../measure/compare.ts'
import type { Server } from '../setup/bench-context.ts'
import { Child, now } from '../setup/child.ts'
import type { Arrived, OpenSwarm } from './client-pool.ts'

/** What a server answers when it was told to send, on the clock that `now` reads. */
export interface Emitted {
  readonly startedAt: number
}

/** Clients in a process of their own. */
export class ClientProcess {
  readonly child = new Child('clients/client-pool.ts')

  /** @param parts of the crowd, which may be at several servers */
  static async of(...parts: readonly OpenSwarm[]): Promise<ClientProcess> {
    const crowd = new ClientProcess()
    await Promise.all(parts.map((how) => crowd.child.ask('open', how)))
    return crowd
  }

  /** Milliseconds from the start of `act` until the last client has one more update. */
  async untilLast(act: () => Promise<unknown>): Promise<number> {
    await this.arm()
    const since = now()
    const [lastAt] = await Promise.all([this.lastAt(), act()])
    return lastAt - since
  }

  /** From now on every client waits for so many more updates. */
  arm(frames = 1): Promise<void> {
    return this.child.ask('arm', { frames })
  }

  /** When the last client had what it was armed for. */
  async lastAt(): Promise<number> {
    return (await this.arrival()).lastAt
  }

  arrival(): Promise<Arrived> {
    return this.child.ask('arrival')
  }

  /** As `untilLast`, for what a server sends when told to; from the moment it begins. */
  async untilLastOf(server: Server, what: object, frames = 1): Promise<number> {
    await this.arm(frames)
    const { startedAt } = await server.child.ask<Emitted>('emit', what)
    return (await this.lastAt()) - startedAt
  }

  /** Everybody comes back at once; answers the milliseconds until the last has its rooms. */
  comeBack(how: OpenSwarm): Promise<number> {
    return this.child.ask('open', { ...how, atOnce: how.clients })
  }

  leave(): Promise<void> {
    return this.child.ask('close')
  }

  end(signal?: NodeJS.Signals): Promise<void> {
    return this.child.end(signal)
  }
}

/** Milliseconds as `act` measures them, and the CPU time its server spent meanwhile. */
export const withCpu =
  (cpuMs: () => Promise<number>, act: () => Promise<number>): Measure<'ms' | 'cpu'> =>
  async () => {
    const before = await cpuMs()
    const ms = await act()
    return { ms, cpu: (await cpuMs()) - before }
  }

export const cpuOf = (server: Server) => () => server.child.ask<number>('cpu')
