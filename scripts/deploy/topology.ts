import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '@wardline/test-kit/processes/process'
import { OwnProcess } from '@wardline/test-kit/servers/server-process'
import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import { findProgram, findServers } from '@wardline/test-kit/servers/programs'
import { parse } from 'yaml'
import { ProductProcess } from '../product/product-process.ts'
import { requireNode } from '../run/runtime.mjs'
import { root, textOf } from './files.ts'
import { DeployedNats } from './nats-server.ts'

const run = promisify(execFile)

/** The programs that it takes and this machine does not have. */
export function missingPrograms(): readonly string[] {
  const found = { ...findServers(), haproxy: findProgram('haproxy') }
  return Object.entries(found).flatMap(([name, program]) => (program ? [] : [name]))
}

/** The settings of an instance as `deploy/compose.yml` has them, with the addresses of this machine in place of its network's. */
function settingsOf(service: string, addresses: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { services } = parse(textOf('deploy/compose.yml'), { merge: true }) as {
    services: Record<string, { environment: Record<string, string> }>
  }
  const written = services[service]?.environment ?? {}
  const defaults = Object.entries(written).map(([name, value]) => [name, value.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1')] as const)
  return { ...Object.fromEntries(defaults), ...addresses, DEMO: 'on', LOG_LEVEL: 'warn' }
}

/** The proxy's configuration with the addresses of this machine. */
function proxyConfiguration(port: number, figuresPort: number, instances: Readonly<Record<string, ProductProcess>>): string {
  const text = textOf('deploy/haproxy/haproxy.cfg')
    .replace('bind :8080', `bind 127.0.0.1:${port}`)
    .replace('bind :8404', `bind 127.0.0.1:${figuresPort}`)
  return text.replaceAll(/^ {2}server (\S+) \S+$/gm, (_, name: string) => `  server ${name} ${new URL(instances[name]?.url ?? '').host}`)
}

/**
 * The hospital of `deploy/` on this machine without containers: PostgreSQL, NATS under its permissions, the instances of
 * the compose file with their settings, and HAProxy with its configuration before them.
 */
export class Topology {
  /** Where people reach it. */
  readonly url: string
  readonly nats: DeployedNats
  readonly instances: readonly ProductProcess[]
  readonly #postgres: PostgresServer
  readonly #proxy: OwnProcess
  readonly #folder: string

  private constructor(parts: {
    url: string
    nats: DeployedNats
    instances: readonly ProductProcess[]
    postgres: PostgresServer
    proxy: OwnProcess
    folder: string
  }) {
    this.url = parts.url
    this.nats = parts.nats
    this.instances = parts.instances
    this.#postgres = parts.postgres
    this.#proxy = parts.proxy
    this.#folder = parts.folder
  }

  /** @param logs folder for what the instances print */
  static async start(logs: string): Promise<Topology> {
    const [postgres, nats] = await Promise.all([PostgresServer.start(), DeployedNats.start()])
    const addresses = { DATABASE_URL: await postgres.database(), NATS_URL: nats.urlFor('wardline'), TRUSTED_PROXIES: 'loopback' }
    const launch = (name: string) => ProductProcess.launch(path.join(logs, `${name}.log`), null, settingsOf(name, addresses))
    // At once, as compose starts them: one of them makes the tables and fills the demo hospital, the other waits for it.
    const [first, second] = await Promise.all([launch('wardline-1'), launch('wardline-2')])
    const folder = mkdtempSync(path.join(tmpdir(), 'wardline-proxy-'))
    const [port, figuresPort] = [await freePort(), await freePort()]
    const file = path.join(folder, 'haproxy.cfg')
    writeFileSync(file, proxyConfiguration(port, figuresPort, { 'wardline-1': first, 'wardline-2': second }))
    const proxy = new OwnProcess(findProgram('haproxy') ?? '', ['-db', '-f', file])
    await proxy.listens(port)
    return new Topology({ url: `http://127.0.0.1:${port}`, nats, instances: [first, second], postgres, proxy, folder })
  }

  /** Open sockets at each instance, as its figures have them; none where it does not answer. */
  screens(): Promise<readonly number[]> {
    return Promise.all(
      this.instances.map(async ({ url }) => {
        const figures = await fetch(`${url}/metrics`).then(
          (response) => response.text(),
          () => '',
        )
        return Number(/^realtime_connections (\d+)/m.exec(figures)?.[1] ?? 0)
      }),
    )
  }

  /** The example of a laboratory system, under the name and password that NATS knows it by. */
  async laboratorySystem(...args: readonly string[]): Promise<void> {
    await run(requireNode(), [path.join(root, 'examples/lab-system.ts'), ...args], {
      env: { ...process.env, NATS_URL: this.nats.urlFor('lab-service') },
    })
  }

  async stop(): Promise<void> {
    await this.#proxy.end('SIGKILL')
    await Promise.all(this.instances.map((instance) => instance.remove()))
    await Promise.all([this.#postgres.stop(), this.nats.stop()])
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
