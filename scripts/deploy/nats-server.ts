import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@wardline/test-kit/processes/process'
import { OwnProcess } from '@wardline/test-kit/servers/server-process'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { deploy, textOf } from './files.ts'

export const natsConfiguration = path.join(deploy, 'nats/nats-server.conf')
const permissions = textOf('deploy/nats/permissions.conf')

/** The variables of `deploy/.env.example` that hold a password of NATS. */
export const natsPasswords = [...permissions.matchAll(/\$(NATS_PASSWORD_[A-Z]+)/g)].map(([, name]) => String(name))
const secretOf = (variable: string) => `secret-of-${variable}`

/** Who may sign in there, each with the password that this machine's server is given. */
export const natsUsers = [...permissions.matchAll(/user: "([a-z-]+)",?\s+password: \$(NATS_PASSWORD_[A-Z]+)/g)].map(
  ([, user, variable]) => ({ user: String(user), password: secretOf(String(variable)) }),
)

/** The NATS server of `deploy/`, with its permissions, on a free port and in a temporary folder. */
export class DeployedNats {
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #process: OwnProcess

  private constructor(program: string, port: number, monitoringPort: number) {
    this.port = port
    this.#folder = mkdtempSync(path.join(tmpdir(), 'wardline-deploy-nats-'))
    this.settings = {
      ...Object.fromEntries(natsPasswords.map((variable) => [variable, secretOf(variable)])),
      NATS_SERVER_NAME: 'nats-test',
      NATS_STORE_DIR: this.#folder,
    }
    const own = ['-a', '127.0.0.1', '-p', String(port), '-m', String(monitoringPort)]
    this.#process = new OwnProcess(program, ['-c', natsConfiguration, ...own], this.settings)
  }

  static async start(): Promise<DeployedNats> {
    const program = findProgram('nats-server')
    if (!program) throw new Error('nats-server is not installed.')
    const server = new DeployedNats(program, await freePort(), await freePort())
    await server.#process.listens(server.port)
    return server
  }

  /** Its address for one of its users. */
  urlFor(user: string): string {
    const known = natsUsers.find((one) => one.user === user)
    if (!known) throw new Error(`NATS knows no ${user}.`)
    return `nats://${user}:${known.password}@127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    await this.#process.end('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
