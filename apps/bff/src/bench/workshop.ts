import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { CensusRow } from '@wardline/events'
import { Person } from '../../../../scripts/person.ts'
import { ProductProcess } from '../../../../scripts/product.ts'
import { Child, now } from './child.ts'
import type { Arrived, OpenSwarm } from './swarm.ts'

export type ServerFile = 'delivery-server' | 'bare/ws-server' | 'bare/socketio-server' | 'bare/floor-server'

export interface Server {
  readonly child: Child
  readonly url: string
  /** What clients show at the handshake; the bare servers ask for nothing. */
  readonly token: string | undefined
}

/** What stands on the bench during a run: the product, its bare counterparts, their clients. Each is started once, when first asked for. */
export class Workshop {
  readonly #folder: string
  readonly #children = new Map<string, Promise<Server>>()
  #product: Promise<ProductProcess> | null = null

  /** @param folder for what the processes print */
  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  product(): Promise<ProductProcess> {
    this.#product ??= ProductProcess.launch(path.join(this.#folder, 'product.log'))
    return this.#product
  }

  /** A server in a process of its own; with another `name`, another one of the same kind. */
  server(file: ServerFile, name: string = file): Promise<Server> {
    const known = this.#children.get(name)
    if (known) return known
    const child = new Child(`${file}.ts`)
    const started = child
      .ask<string>('listen')
      .then(async (url) => ({ child, url, token: file === 'delivery-server' ? await child.ask<string>('token') : undefined }))
    this.#children.set(name, started)
    return started
  }

  /** Somebody with a patient they may record vital signs for. */
  async nurseAndPatient(): Promise<{ nurse: Person; patientId: string }> {
    const nurse = await Person.signIn((await this.product()).url, 'nurse.huda')
    const { rows } = await nurse.ask<{ rows: CensusRow[] }>('patients.search', { query: '' })
    const patientId = rows[0]?.id
    if (!patientId) throw new Error('the demo hospital is empty')
    return { nurse, patientId }
  }

  async clear(): Promise<void> {
    for (const started of this.#children.values()) await (await started).child.end()
    await (await this.#product)?.remove()
  }
}

/** Clients in a process of their own. */
export class Swarm {
  readonly #child = new Child('swarm.ts')

  static async of(how: OpenSwarm): Promise<Swarm> {
    const swarm = new Swarm()
    await swarm.#child.ask('open', how)
    return swarm
  }

  /** Milliseconds from the start of `act` until the last client has `frames` more updates. */
  async untilLast(act: () => Promise<unknown>, frames = 1): Promise<number> {
    await this.#child.ask('arm', { frames })
    const since = now()
    const [{ lastAt }] = await Promise.all([this.#child.ask<Arrived>('arrival'), act()])
    return lastAt - since
  }

  /** As `untilLast`, for what a server sends when told to; from the moment it begins. */
  async untilLastOf(server: Server, what: object, frames = 1): Promise<number> {
    await this.#child.ask('arm', { frames })
    const { startedAt } = await server.child.ask<{ startedAt: number }>('emit', what)
    const { lastAt } = await this.#child.ask<Arrived>('arrival')
    return lastAt - startedAt
  }

  /** Everybody comes back at once; answers the milliseconds until the last has its rooms. */
  comeBack(how: OpenSwarm): Promise<number> {
    return this.#child.ask('open', { ...how, atOnce: how.clients })
  }

  /** Every client leaves. */
  leave(): Promise<void> {
    return this.#child.ask('close')
  }

  end(): Promise<void> {
    return this.#child.end()
  }
}
