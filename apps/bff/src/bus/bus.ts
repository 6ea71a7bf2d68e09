import type { Epoch, Room } from '@wardline/events'
import type { Activity, ServerMessage } from '@wardline/sync/protocol'
import type { RoomsAdvanced } from '@wardline/sync/server'
import type { MetricsSample } from '../observability/metrics-sample.ts'

/** What a process tells the others. All of it can be lost, repeated or reordered without harm: the log is the truth. */
export interface Signals {
  readonly recorded: RoomsAdvanced
  /** The same of what this very process recorded; no other is told. */
  readonly committed: RoomsAdvanced
  /** A person's rights or state changed: ask again what they may do (RT10). */
  readonly staffChanged: { readonly userId: string }
  readonly sessionEnded: { readonly sessionHash: string }
  /** A person has a screen connected to a process again, and no screen there any more. */
  readonly arrived: { readonly userId: string; readonly instance: string }
  readonly departed: { readonly userId: string; readonly instance: string }
  /** Everybody with a screen connected to a process, said every few seconds: a process that died falls silent. */
  readonly screens: { readonly instance: string; readonly userIds: readonly string[] }
  /** What somebody does in a room, or that they stopped; outside the log. */
  readonly presence: PresenceSignal
  /** For one person, at every process they are connected to. */
  readonly notice: { readonly userId: string; readonly message: ServerMessage }
  /** A consumer was told to stand still, or to go on. */
  readonly pausesChanged: { readonly consumer: string }
  /** How a process is doing, said every few seconds. */
  readonly sampled: { readonly instance: string; readonly figures: MetricsSample }
  /** The log began anew (restored from a backup): positions of before mean nothing (RT7). */
  readonly epochChanged: { readonly epoch: Epoch }
}
export type Topic = keyof Signals

export interface PresenceSignal {
  readonly room: Room
  readonly user: { readonly userId: string; readonly name: string }
  /** null: not here any more. */
  readonly doing: Activity | null
  readonly subject?: string
}

/**
 * Wakes whoever waits, in this process and in the others. Publishing never throws, and nobody who listens can hold up
 * who tells (RT14, RT21).
 */
export interface Bus {
  /** Whether the other processes are heard at this moment; true where there are none. */
  readonly connected: boolean
  /** Told of every loss of the others and of every return. Answers how to stop listening. */
  onChange(listener: (connected: boolean) => void): () => void
  publish<T extends Topic>(topic: T, signal: Signals[T]): void
  /** Answers how to stop listening. */
  subscribe<T extends Topic>(topic: T, listener: (signal: Signals[T]) => void): () => void
  /**
   * What other processes tell about these rooms (`recorded`, `presence`) is heard from when this resolves. Never rejects:
   * while the bus cannot be reached the log is read every second instead (RT5).
   */
  follow(rooms: readonly Room[]): Promise<void>
  unfollow(rooms: readonly Room[]): void
  close(): Promise<void>
}
