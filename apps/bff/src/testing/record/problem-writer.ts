import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

export interface AcknowledgedCommand {
  readonly text: string
  readonly answer: string
}

/** Compares recorded rows with acknowledged commands: lost, duplicated and unacknowledged ones. */
export function differences(rows: readonly { readonly display: string }[], acknowledged: readonly string[]) {
  const [acknowledgedTexts, found] = [new Set(acknowledged), new Set(rows.map(({ display }) => display))]
  const twice = rows.filter(({ display }, index) => rows.findIndex((row) => row.display === display) < index)
  return {
    lost: acknowledged.filter((text) => !found.has(text)),
    twice: twice.map(({ display }) => display),
    unacknowledged: [...found].filter((text) => !acknowledgedTexts.has(text)),
  }
}

/** Interval between two commands of a writer. */
const INTERVAL_MS = 50

/** Adds problems one after the other, repeating each command until it is acknowledged, as a browser does. */
export class Writer {
  readonly acknowledged: AcknowledgedCommand[] = []
  readonly #running: Promise<void>
  #working = true

  constructor(name: string, { patientId, token, address }: { patientId: string; token: string; address: () => string }) {
    this.#running = this.#run(name, { patientId, token, address })
  }

  /** Stops after the current command is acknowledged. */
  async stop(): Promise<void> {
    this.#working = false
    await this.#running
  }

  async #run(name: string, { patientId, token, address }: { patientId: string; token: string; address: () => string }): Promise<void> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    for (let n = 0; this.#working; n++) {
      if (n > 0) await pause(INTERVAL_MS)
      const text = `${name} ${n}`
      const body = JSON.stringify({ commandId: randomUUID(), patientId, code: null, text, onset: null })
      for (;;) {
        const answer = await fetch(`${address()}/trpc/problems.add`, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) })
          .then(async (response) => (response.ok ? await response.text() : null))
          .catch(() => null)
        if (answer !== null) {
          this.acknowledged.push({ text, answer })
          break
        }
        await pause(20)
      }
    }
  }
}
