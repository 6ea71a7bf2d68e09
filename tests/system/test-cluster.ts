import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Subject } from '@wardline/events'
import { freePort, ProcessUnderTest } from '@wardline/test-kit/processes/process'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import { connectNats } from '../../apps/bff/src/bus/nats.ts'
import { natsBus } from '../../apps/bff/src/bus/nats-bus.ts'
import { openDatabase } from '../../apps/bff/src/database/open-database.ts'
import { hospital, type Username } from '../../apps/bff/src/testing/hospital.ts'
import { ReconnectingClient } from '../../apps/bff/src/testing/reconnecting-client.ts'
import { openTestCore, type TestCore } from '../../apps/bff/src/testing/services.ts'
import { fillTemplate } from '../../apps/bff/src/testing/snapshot.ts'

/** One process of several. */
export class Instance {
  readonly port: number
  readonly #env: Record<string, string>
  #process: ProcessUnderTest | null = null

  constructor(port: number, env: Record<string, string>) {
    this.port = port
    this.#env = { ...env, PORT: String(port) }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }
  get isUp(): boolean {
    return this.#process !== null && this.#process.child.exitCode === null && this.#process.child.signalCode === null
  }

  async up(): Promise<void> {
    this.#process = new ProcessUnderTest(this.#env)
    await this.#process.ready(this.url)
  }

  async end(signal: NodeJS.Signals): Promise<string> {
    const process = this.#process
    if (!process) return ''
    const { output } = await process.end(signal)
    return output
  }

  /** It neither answers nor ends, as on a machine that hangs. Answers how it goes on. */
  freeze(): () => void {
    const child = this.#process?.child
    child?.kill('SIGSTOP')
    return () => void child?.kill('SIGCONT')
  }
}

/** A hospital on real servers, served by several processes, with one patient in it. */
export class TestCluster {
  readonly postgres: PostgresServer
  readonly nats: NatsServer
  readonly databaseUrl: string
  readonly patient: Subject
  readonly instances: readonly Instance[]
  readonly #folder: string
  readonly #tokens = new Map<Username, string>()
  #next = 0

  private constructor(parts: {
    postgres: PostgresServer
    nats: NatsServer
    databaseUrl: string
    patient: Subject
    instances: Instance[]
    folder: string
  }) {
    this.postgres = parts.postgres
    this.nats = parts.nats
    this.databaseUrl = parts.databaseUrl
    this.patient = parts.patient
    this.instances = parts.instances
    this.#folder = parts.folder
  }

  /** @param addressed where the processes find the servers: themselves, or a line to them that can be made bad */
  static async open(
    count: number,
    addressed: (servers: { postgres: PostgresServer; nats: NatsServer }) => Promise<{ databasePort: number; natsPort: number }> = async ({
      postgres,
      nats,
    }) => ({ databasePort: postgres.port, natsPort: nats.port }),
  ): Promise<TestCluster> {
    const [postgres, nats] = await Promise.all([PostgresServer.start(), NatsServer.start()])
    const databaseUrl = await postgres.database()
    await fillTemplate(databaseUrl)
    const core = await openTestCore({ database: await openDatabase({ url: databaseUrl }) })
    const patient = await core.admit()
    await core.close()
    const { databasePort, natsPort } = await addressed({ postgres, nats })
    const asSeen = new URL(databaseUrl)
    asSeen.port = String(databasePort)
    const folder = mkdtempSync(path.join(tmpdir(), 'wardline-house-'))
    const instances: Instance[] = []
    for (let index = 0; index < count; index++)
      instances.push(
        new Instance(await freePort(), {
          DATABASE_URL: asSeen.href,
          NATS_URL: `nats://127.0.0.1:${natsPort}`,
          INSTANCE_ID: `house-${index + 1}`,
          DATA_DIR: folder,
          LOG_LEVEL: 'error',
        }),
      )
    const house = new TestCluster({ postgres, nats, databaseUrl, patient, instances, folder })
    await Promise.all(instances.map((instance) => instance.up()))
    return house
  }

  /** Any process that is up, each in turn; whoever is told of one that just ended comes again. */
  readonly address = (): string => {
    const up = this.instances.filter(({ isUp }) => isUp)
    this.#next += 1
    return (up[this.#next % Math.max(1, up.length)] ?? this.instances[0])?.url ?? ''
  }

  /** A bearer token; it outlives every process, because its session stands in the database. */
  async tokenOf(username: Username): Promise<string> {
    const known = this.#tokens.get(username)
    if (known) return known
    const response = await fetch(`${this.address()}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: hospital.password }),
    })
    const { accessToken } = (await response.json()) as { accessToken: string }
    this.#tokens.set(username, accessToken)
    return accessToken
  }

  async screen(username: Username, address: () => string = this.address): Promise<ReconnectingClient> {
    return new ReconnectingClient({ address, token: await this.tokenOf(username), patientId: this.patient.patientId })
  }

  /** The product without its wire, as one more process: what is done there reaches the others over NATS. */
  async desk(): Promise<TestCore> {
    const nats = await connectNats({ url: this.nats.url, name: 'desk' })
    const fail = (error: unknown) => {
      throw error
    }
    const core = await openTestCore({ database: await openDatabase({ url: this.databaseUrl }), bus: natsBus(nats, fail) })
    return {
      ...core,
      async close() {
        await core.close()
        await nats.close()
      },
    }
  }

  /** The database is gone, and one with nobody but the staff stands in its place. */
  async wipe(): Promise<void> {
    await this.postgres.empty(this.databaseUrl)
    await fillTemplate(this.databaseUrl)
    this.#tokens.clear()
  }

  async close(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.end('SIGKILL')))
    await Promise.all([this.postgres.stop(), this.nats.stop()])
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
