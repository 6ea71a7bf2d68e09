import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '@wardline/test-kit/processes/process'
import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import { findProgram, findServers } from '@wardline/test-kit/servers/programs'
import { ServerProcess } from '@wardline/test-kit/servers/server-process'
import { parse } from 'yaml'
import { ProductProcess } from '../product/product-process.ts'
import { requireNode } from '../run/runtime.mjs'
import { root, textOf } from './files.ts'
import { DeployedNats } from './nats-server.ts'

const run = promisify(execFile)

/** Returns the required programs that this machine does not have. */
export function missingPrograms(): readonly string[] {
  const programs = { ...findServers(), haproxy: findProgram('haproxy') }
  return Object.entries(programs).flatMap(([name, program]) => (program ? [] : [name]))
}

/** Returns the settings of an instance in `deploy/compose.yml`, with addresses on this machine. */
function settingsOf(service: string, addresses: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { services } = parse(textOf('deploy/compose.yml'), { merge: true }) as {
    services: Record<string, { environment: Record<string, string> }>
  }
  const environment = services[service]?.environment ?? {}
  const defaults = Object.entries(environment).map(([name, value]) => [name, value.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1')] as const)
  return { ...Object.fromEntries(defaults), ...addresses, DEMO: 'on', LOG_LEVEL: 'warn' }
}

/** Returns the proxy's configuration with addresses on this machine. */
function proxyConfiguration(port: number, statsPort: number, instances: Readonly<Record<string, ProductProcess>>): string {
  const text = textOf('deploy/haproxy/haproxy.cfg')
    .replace('bind :8080', `bind 127.0.0.1:${port}`)
    .replace('bind :8404', `bind 127.0.0.1:${statsPort}`)
  return text.replaceAll(/^ {2}server (\S+) \S+$/gm, (_, name: string) => `  server ${name} ${new URL(instances[name]?.url ?? '').host}`)
}

/**
 * The deployment of `deploy/` on this machine without containers: PostgreSQL, NATS with its permissions, the instances of
 * the compose file with their settings, and HAProxy with its configuration in front of them.
 */
export class LocalDeployment {
  /** Address of the load balancer. */
  readonly url: string
  readonly nats: DeployedNats
  readonly instances: readonly ProductProcess[]
  readonly #postgres: PostgresServer
  readonly #proxy: ServerProcess
  readonly #folder: string

  private constructor(components: {
    url: string
    nats: DeployedNats
    instances: readonly ProductProcess[]
    postgres: PostgresServer
    proxy: ServerProcess
    folder: string
  }) {
    this.url = components.url
    this.nats = components.nats
    this.instances = components.instances
    this.#postgres = components.postgres
    this.#proxy = components.proxy
    this.#folder = components.folder
  }

  /** @param logs folder for the output of the instances */
  static async start(logs: string): Promise<LocalDeployment> {
    const [postgres, nats] = await Promise.all([PostgresServer.start(), DeployedNats.start()])
    const addresses = { DATABASE_URL: await postgres.database(), NATS_URL: nats.urlFor('wardline'), TRUSTED_PROXIES: 'loopback' }
    const launch = (name: string) => ProductProcess.launch(path.join(logs, `${name}.log`), null, settingsOf(name, addresses))
    // Started together, as compose does: one creates the tables and the demo data, the other waits for it.
    const [first, second] = await Promise.all([launch('wardline-1'), launch('wardline-2')])
    const folder = mkdtempSync(path.join(tmpdir(), 'wardline-proxy-'))
    const [port, statsPort] = [await freePort(), await freePort()]
    const file = path.join(folder, 'haproxy.cfg')
    writeFileSync(file, proxyConfiguration(port, statsPort, { 'wardline-1': first, 'wardline-2': second }))
    const proxy = new ServerProcess(findProgram('haproxy') ?? '', ['-db', '-f', file])
    await proxy.waitForPort(port)
    return new LocalDeployment({ url: `http://127.0.0.1:${port}`, nats, instances: [first, second], postgres, proxy, folder })
  }

  /** Returns the number of open sockets of each instance, from its metrics; 0 for an instance that is down. */
  openConnections(): Promise<readonly number[]> {
    return Promise.all(
      this.instances.map(async ({ url }) => {
        const metrics = await fetch(`${url}/metrics`).then(
          (response) => response.text(),
          () => '',
        )
        return Number(/^realtime_connections (\d+)/m.exec(metrics)?.[1] ?? 0)
      }),
    )
  }

  /** Runs the example laboratory system with its own NATS user. */
  async runLaboratorySystem(...args: readonly string[]): Promise<void> {
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
