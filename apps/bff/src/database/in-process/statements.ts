import { type PGlite, parse, protocol } from '@electric-sql/pglite'
import { parameterText } from './parameters.ts'

const { serialize } = protocol

function concatenated(messages: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(messages.reduce((length, message) => length + message.length, 0))
  let offset = 0
  for (const message of messages) {
    whole.set(message, offset)
    offset += message.length
  }
  return whole
}

/** Runs named statements through the extended protocol: parsed and planned at the first use, bound and executed afterwards. */
export class PreparedStatements {
  readonly #pglite: PGlite
  readonly #prepared = new Set<string>()

  constructor(pglite: PGlite) {
    this.#pglite = pglite
  }

  /** Waits for an open transaction: PGlite has one session. */
  run<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#pglite._runExclusiveTransaction(() => this.#pglite.runExclusive(() => this.#run<Row>(name, text, values)))
  }

  async #run<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    // On its own: a statement that was parsed and then failed stays prepared, and parsing it again would be an error.
    if (!this.#prepared.has(name)) await this.#send([serialize.parse({ name, text })])
    this.#prepared.add(name)
    const messages = await this.#send([
      serialize.bind({ statement: name, values: values.map(parameterText) }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
    ])
    return parse.parseResults(messages, this.#pglite.parsers).flatMap(({ rows }) => rows) as Row[]
  }

  async #send(messages: readonly Uint8Array[]) {
    return (await this.#pglite.execProtocol(concatenated([...messages, serialize.sync()]))).messages
  }
}
