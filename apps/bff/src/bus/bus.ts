import type { Epoch, Room } from '@wardline/events'
import type { Activity } from '@wardline/sync/protocol'
import type { RoomsAdvanced } from '@wardline/sync/server'
import type { MetricsSample } from '../observability/metrics-sample.ts'

/** Signals between instances. Loss, repetition and reordering are harmless: the log is the source of truth. */
export interface Signals {
  readonly recorded: RoomsAdvanced
  /** The same, for changes that this process recorded; not sent to other instances. */
  readonly committed: RoomsAdvanced
  /** A user's rights or account changed: access has to be checked again (RT10). */
  readonly staffChanged: { readonly userId: string }
  readonly sessionEnded: { readonly sessionHash: string }
  /** A user's first client connected to an instance, and the last one disconnected. */
  readonly arrived: { readonly userId: string; readonly instance: string }
  readonly departed: { readonly userId: string; readonly instance: string }
  /** All users connected to an instance, published every few seconds: the signal of a dead instance stops. */
  readonly screens: { readonly instance: string; readonly userIds: readonly string[] }
  /** A user's activity in a room, or its end; not part of the log. */
  readonly presence: PresenceSignal
  /** An entry of a patient's room concerns one user, who is notified on every instance with a connection of theirs. */
  readonly notice: { readonly userId: string; readonly room: Room; readonly seq: number }
  /** A consumer was paused or resumed. */
  readonly pausesChanged: { readonly consumer: string }
  /** Metrics of an instance, published every few seconds. */
  readonly sampled: { readonly instance: string; readonly figures: MetricsSample }
  /** A new epoch of the log (restored from a backup): earlier positions are invalid (RT7). */
  readonly epochChanged: { readonly epoch: Epoch }
}
export type Topic = keyof Signals

export interface PresenceSignal {
  readonly room: Room
  readonly user: { readonly userId: string; readonly name: string }
  /** null: the user left. */
  readonly doing: Activity | null
  readonly subject?: string
}

/**
 * Notifies listeners in this process and in the other instances. Publishing never throws, and a listener cannot delay the
 * publisher (RT14, RT21).
 */
export interface Bus {
  /** Whether the other instances are reachable now; true for a single process. */
  readonly connected: boolean
  /** Calls the listener on every disconnect and reconnect. Returns a function that removes it. */
  onChange(listener: (connected: boolean) => void): () => void
  publish<T extends Topic>(topic: T, signal: Signals[T]): void
  /** Returns a function that removes the listener. */
  subscribe<T extends Topic>(topic: T, listener: (signal: Signals[T]) => void): () => void
  /**
   * Subscribes to the signals of other instances about these rooms (`recorded`, `presence`); effective once resolved.
   * Never rejects: while the bus is disconnected the log is polled every second instead (RT5).
   */
  follow(rooms: readonly Room[]): Promise<void>
  unfollow(rooms: readonly Room[]): void
  close(): Promise<void>
}
