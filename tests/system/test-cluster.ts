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
import { ReconnectingClient } from '../../apps/bff/src/testing/realtime/reconnecting-client.ts'
import { fillTemplate } from '../../apps/bff/src/testing/record/snapshot.ts'
import { openTestCore, type TestCore } from '../../apps/bff/src/testing/services.ts'

/** A process of the cluster. */
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

  /** Stops the process as on a hanging machine: it neither responds nor exits. Returns a function that resumes it. */
  freeze(): () => void {
    const child = this.#process?.child
    child?.kill('SIGSTOP')
    return () => void child?.kill('SIGCONT')
  }
}

/** Several processes of one hospital on real servers, with one patient. */
export class TestCluster {
  readonly postgres: PostgresServer
  readonly nats: NatsServer
  readonly databaseUrl: string
  readonly patient: Subject
  readonly instances: readonly Instance[]
  readonly #folder: string
  readonly #tokens = new Map<Username, string>()
  #next = 0

  private constructor(components: {
    postgres: PostgresServer
    nats: NatsServer
    databaseUrl: string
    patient: Subject
    instances: Instance[]
    folder: string
  }) {
    this.postgres = components.postgres
    this.nats = components.nats
    this.databaseUrl = components.databaseUrl
    this.patient = components.patient
    this.instances = components.instances
    this.#folder = components.folder
  }

  /** @param addressesOf returns the ports at which the processes reach the servers: their own, or those of proxies with faults */
  static async open(
    count: number,
    addressesOf: (servers: { postgres: PostgresServer; nats: NatsServer }) => Promise<{ databasePort: number; natsPort: number }> = async ({
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
    const { databasePort, natsPort } = await addressesOf({ postgres, nats })
    const instanceDatabaseUrl = new URL(databaseUrl)
    instanceDatabaseUrl.port = String(databasePort)
    const folder = mkdtempSync(path.join(tmpdir(), 'wardline-cluster-'))
    const instances: Instance[] = []
    for (let index = 0; index < count; index++)
      instances.push(
        new Instance(await freePort(), {
          DATABASE_URL: instanceDatabaseUrl.href,
          NATS_URL: `nats://127.0.0.1:${natsPort}`,
          INSTANCE_ID: `instance-${index + 1}`,
          DATA_DIR: folder,
          LOG_LEVEL: 'error',
        }),
      )
    const cluster = new TestCluster({ postgres, nats, databaseUrl, patient, instances, folder })
    await Promise.all(instances.map((instance) => instance.up()))
    return cluster
  }

  /** Returns the address of a running process, each in turn. */
  readonly address = (): string => {
    const up = this.instances.filter(({ isUp }) => isUp)
    this.#next += 1
    return (up[this.#next % Math.max(1, up.length)] ?? this.instances[0])?.url ?? ''
  }

  /** Returns an access token. It survives all processes, because sessions are in the database. */
  async tokenOf(username: Username): Promise<string> {
    const cached = this.#tokens.get(username)
    if (cached) return cached
    const response = await fetch(`${this.address()}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: hospital.password }),
    })
    const { accessToken } = (await response.json()) as { accessToken: string }
    this.#tokens.set(username, accessToken)
    return accessToken
  }

  async client(username: Username, address: () => string = this.address): Promise<ReconnectingClient> {
    return new ReconnectingClient({ address, token: await this.tokenOf(username), patientId: this.patient.patientId })
  }

  /** Opens the services of the product without its transport, as one more process whose changes reach the others over NATS. */
  async services(): Promise<TestCore> {
    const nats = await connectNats({ url: this.nats.url, name: 'services' })
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

  /** Replaces the database with a new one that contains only the staff. */
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
