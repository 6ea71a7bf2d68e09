import { reconnectDelayMs } from '@wardline/sync/client'
import type { PatientIdentity } from '@wardline/ui'
import { createStore } from 'zustand/vanilla'
import { type Problem, problemOf } from '../../api/refusals.ts'
import { type CommandPath, whenNotSent } from './offline-policy.ts'

/** A command that did not reach the server. Kept in memory only, as it contains patient data (RT11). */
export interface Unsent {
  readonly commandId: string
  readonly path: CommandPath
  readonly input: { readonly commandId: string }
  /** The patient concerned; null if there is none. */
  readonly patient: PatientIdentity | null
  /** Commands with the same key, usually the patient, are sent in order. */
  readonly orderingKey: string
  /** Description of the command in the words of its form. */
  readonly description: string
  /** Server time, ISO 8601. */
  readonly createdAt: string
  readonly state: 'waiting' | 'sending' | 'refused'
  readonly problem: Problem | null
}

export type UnsentCommand = Omit<Unsent, 'state' | 'problem'>

type Send = (path: CommandPath, input: Unsent['input']) => Promise<unknown>
/** Schedules a call after a delay, ms. */
type Schedule = (run: () => void, ms: number) => unknown

/**
 * The "Not sent" tray (RT18). Documentation is sent automatically after reconnecting, in order per patient; legal acts
 * wait for confirmation, because the patient's state may have changed.
 */
export class Outbox {
  readonly store = createStore<readonly Unsent[]>(() => [])
  readonly #send: Send
  readonly #schedule: Schedule
  #flushing: Promise<void> | null = null
  /** Consecutive attempts refused by a busy server. */
  #busyAttempts = 0
  #isFlushScheduled = false

  constructor(send: Send, schedule: Schedule = (run, ms) => setTimeout(run, ms)) {
    this.#send = send
    this.#schedule = schedule
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
    if (this.#isFlushScheduled) return
    this.#isFlushScheduled = true
    const delay = reconnectDelayMs(this.#busyAttempts, Math.random())
    this.#busyAttempts += 1
    this.#schedule(() => {
      this.#isFlushScheduled = false
      void this.flush()
    }, delay)
  }

  /** Whether earlier commands of the same patient are waiting, which a new one must not overtake. */
  hasWaiting(orderingKey: string): boolean {
    return this.store.getState().some((item) => item.orderingKey === orderingKey && canSendAutomatically(item))
  }

  clear(): void {
    this.store.setState([], true)
  }

  async #sendAll(): Promise<void> {
    const blocked = new Set<string>()
    for (const item of this.store.getState()) {
      if (blocked.has(item.orderingKey)) continue
      // A later command of a patient does not overtake a waiting one.
      if (!canSendAutomatically(item) || !(await this.#try(item))) blocked.add(item.orderingKey)
    }
  }

  async #try(item: Unsent): Promise<boolean> {
    this.#change(item.commandId, { state: 'sending', problem: null })
    try {
      await this.#send(item.path, item.input)
      this.discard(item.commandId)
      this.#busyAttempts = 0
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

const canSendAutomatically = ({ path, state }: Unsent) => state === 'waiting' && whenNotSent[path] === 'waits'
