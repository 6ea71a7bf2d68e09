import { reconnectDelayMs } from '@wardline/sync/client'
import type { PatientIdentity } from '@wardline/ui'
import { createStore } from 'zustand/vanilla'
import { type Problem, problemOf } from '../../api/refusals.ts'
import { type CommandPath, whenNotSent } from './offline-policy.ts'

/** A command that did not reach the server. In memory only: what it says about a patient is written to no storage (RT11). */
export interface Unsent {
  readonly commandId: string
  readonly path: CommandPath
  readonly asked: { readonly commandId: string }
  /** The patient it concerns; null for what concerns none. */
  readonly patient: PatientIdentity | null
  /** Commands of one patient go in the order they were given. */
  readonly orderedBy: string
  /** What would be done, in the words of the form it came from. */
  readonly what: string
  /** Server time, ISO 8601. */
  readonly askedAt: string
  readonly state: 'waiting' | 'sending' | 'refused'
  readonly problem: Problem | null
}

export type UnsentCommand = Omit<Unsent, 'state' | 'problem'>

type Send = (path: CommandPath, asked: Unsent['asked']) => Promise<unknown>
/** Calls once after so many milliseconds. */
type Later = (run: () => void, ms: number) => unknown

/**
 * The "Not sent" tray (RT18). What was recorded goes by itself, in order per patient, once the server is back;
 * legal acts wait for the person, because the patient may be another than a while ago.
 */
export class Outbox {
  readonly store = createStore<readonly Unsent[]>(() => [])
  readonly #send: Send
  readonly #later: Later
  #flushing: Promise<void> | null = null
  /** Tries in a row that found the server busy. */
  #busy = 0
  #againSoon = false

  constructor(send: Send, later: Later = (run, ms) => setTimeout(run, ms)) {
    this.#send = send
    this.#later = later
  }

  add(command: UnsentCommand): void {
    this.store.setState(
      (all) => [...all.filter(({ commandId }) => commandId !== command.commandId), { ...command, state: 'waiting', problem: null }],
      true,
    )
  }

  /** Sends one as the person decided; the same command id, so that one that did arrive is not done twice (RT17). */
  async confirm(commandId: string): Promise<void> {
    const item = this.store.getState().find((candidate) => candidate.commandId === commandId)
    if (item && item.state !== 'sending') await this.#try(item)
  }

  discard(commandId: string): void {
    this.store.setState((all) => all.filter((item) => item.commandId !== commandId), true)
  }

  /** The server can be reached again: everything that may go by itself goes. */
  flush(): Promise<void> {
    this.#flushing ??= this.#sendAll().finally(() => {
      this.#flushing = null
    })
    return this.#flushing
  }

  /** The server is there and has too much to do: what waits goes again a moment later, spread like those that come back (RT16). */
  flushSoon(): void {
    if (this.#againSoon) return
    this.#againSoon = true
    const delay = reconnectDelayMs(this.#busy, Math.random())
    this.#busy += 1
    this.#later(() => {
      this.#againSoon = false
      void this.flush()
    }, delay)
  }

  /** Whether earlier commands of the same patient still wait, so that a new one may not overtake them. */
  waitsFor(orderedBy: string): boolean {
    return this.store.getState().some((item) => item.orderedBy === orderedBy && mayGoAlone(item))
  }

  clear(): void {
    this.store.setState([], true)
  }

  async #sendAll(): Promise<void> {
    const held = new Set<string>()
    for (const item of this.store.getState()) {
      if (held.has(item.orderedBy)) continue
      // A later command of a patient does not overtake one that still waits.
      if (!mayGoAlone(item) || !(await this.#try(item))) held.add(item.orderedBy)
    }
  }

  async #try(item: Unsent): Promise<boolean> {
    this.#change(item.commandId, { state: 'sending', problem: null })
    try {
      await this.#send(item.path, item.asked)
      this.discard(item.commandId)
      this.#busy = 0
      return true
    } catch (error) {
      const problem = problemOf(error)
      if (problem.kind === 'outage' && problem.busy) this.flushSoon()
      this.#change(item.commandId, { state: problem.kind === 'outage' ? 'waiting' : 'refused', problem })
      return false
    }
  }

  #change(commandId: string, change: Pick<Unsent, 'state' | 'problem'>): void {
    this.store.setState((all) => all.map((item) => (item.commandId === commandId ? { ...item, ...change } : item)), true)
  }
}

const mayGoAlone = ({ path, state }: Unsent) => state === 'waiting' && whenNotSent[path] === 'waits'
