import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@wardline/test-kit/processes/process'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { ServerProcess } from '@wardline/test-kit/servers/server-process'
import { deploy, textOf } from './files.ts'

export const natsConfiguration = path.join(deploy, 'nats/nats-server.conf')
const permissions = textOf('deploy/nats/permissions.conf')

/** Variables of `deploy/.env.example` with NATS passwords. */
export const natsPasswords = [...permissions.matchAll(/\$(NATS_PASSWORD_[A-Z]+)/g)].map(([, name]) => String(name))
const secretOf = (variable: string) => `secret-of-${variable}`

/** NATS users, with the passwords that the test server is started with. */
export const natsUsers = [...permissions.matchAll(/user: "([a-z-]+)",?\s+password: \$(NATS_PASSWORD_[A-Z]+)/g)].map(
  ([, user, variable]) => ({ user: String(user), password: secretOf(String(variable)) }),
)

/** The NATS server of `deploy/` with its permissions, on a free port and in a temporary folder. */
export class DeployedNats {
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #process: ServerProcess

  private constructor(program: string, port: number, monitoringPort: number) {
    this.port = port
    this.#folder = mkdtempSync(path.join(tmpdir(), 'wardline-deploy-nats-'))
    this.settings = {
      ...Object.fromEntries(natsPasswords.map((variable) => [variable, secretOf(variable)])),
      NATS_SERVER_NAME: 'nats-test',
      NATS_STORE_DIR: this.#folder,
    }
    const portArguments = ['-a', '127.0.0.1', '-p', String(port), '-m', String(monitoringPort)]
    this.#process = new ServerProcess(program, ['-c', natsConfiguration, ...portArguments], this.settings)
  }

  static async start(): Promise<DeployedNats> {
    const program = findProgram('nats-server')
    if (!program) throw new Error('nats-server is not installed.')
    const server = new DeployedNats(program, await freePort(), await freePort())
    await server.#process.waitForPort(server.port)
    return server
  }

  /** Returns the server's URL for a user. */
  urlFor(user: string): string {
    const account = natsUsers.find((candidate) => candidate.user === user)
    if (!account) throw new Error(`unknown NATS user: ${user}`)
    return `nats://${user}:${account.password}@127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    await this.#process.end('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
