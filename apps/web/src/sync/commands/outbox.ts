import type { PatientIdentity } from '@wardline/ui'
import { createStore } from 'zustand/vanilla'
import { type Problem, problemOf } from '../../api/refusals.ts'
import { reconnectDelayMs } from '../client/reconnect-delay.ts'
import { type CommandPath, whenNotSent } from './offline-policy.ts'

/** A command that did not reach the server. Kept in memory only, as it contains patient data (RT11). */
export interface Unsent {
  readonly commandId: string
  readonly path: CommandPath
  readonly asked: { readonly commandId: string }
  /** The patient concerned; null if there is none. */
  readonly patient: PatientIdentity | null
  /** Commands with the same key, usually the patient, are sent in order. */
  readonly orderedBy: string
  /** Description of the command in the words of its form. */
  readonly what: string
  /** Server time, ISO 8601. */
  readonly askedAt: string
  readonly state: 'waiting' | 'sending' | 'refused'
  readonly problem: Problem | null
}

export type UnsentCommand = Omit<Unsent, 'state' | 'problem'>

type Send = (path: CommandPath, asked: Unsent['asked']) => Promise<unknown>
/** Schedules a call after a delay, ms. */
type Later = (run: () => void, ms: number) => unknown

/**
 * The "Not sent" tray (RT18). Documentation is sent automatically after reconnecting, in order per patient; legal acts
 * wait for confirmation, because the patient's state may have changed.
 */
export class Outbox {
  readonly store = createStore<readonly Unsent[]>(() => [])
  readonly #send: Send
  readonly #later: Later
  #flushing: Promise<void> | null = null
  /** Consecutive attempts refused by a busy server. */
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

  /** Sends one command on the user's decision, with the same command id, so that a command that did arrive is not executed twice (RT17). */
  async confirm(commandId: string): Promise<void> {
    const item = this.store.getState().find((candidate) => candidate.commandId === commandId)
    if (item && item.state !== 'sending') await this.#try(item)
  }

  discard(commandId: string): void {
    this.store.setState((all) => all.filter((item) => item.commandId !== commandId), true)
  }

  /** Sends every command that may be sent automatically. */
  flush(): Promise<void> {
    this.#flushing ??= this.#sendAll().finally(() => {
      this.#flushing = null
    })
    return this.#flushing
  }

  /** Schedules a flush after a busy response, with the same backoff as reconnects (RT16). */
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

  /** Whether earlier commands of the same patient are waiting, which a new one must not overtake. */
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
      // A later command of a patient does not overtake a waiting one.
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
