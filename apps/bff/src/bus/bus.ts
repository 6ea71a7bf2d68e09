import type { Room } from '@wardline/events'
import type { LogEntry } from '../record/positions.ts'

/** Rooms whose log grew. */
export interface Grown {
  readonly rooms: readonly Room[]
  /** What grew, when the teller has it at hand; whoever lacks anything reads the log. */
  readonly entries: readonly LogEntry[]
  /** When the request came in and when its transaction had committed, milliseconds since 1970 (RT20). */
  readonly marks?: { readonly received: number; readonly committed: number }
}

/** What a process tells the others. All of it can be lost, repeated or reordered without harm: the log is the truth. */
export interface Signals {
  readonly recorded: Grown
  /** A person's rights or state changed: ask again what they may do (RT10). */
  readonly staffChanged: { readonly userId: string }
  readonly sessionEnded: { readonly sessionHash: string }
  /** A person has a screen connected again, and no screen any more. */
  readonly arrived: { readonly userId: string }
  readonly departed: { readonly userId: string }
}
export type Topic = keyof Signals

/** Wakes whoever waits. Publishing never throws, and nobody who listens can hold up who tells (RT14, RT21). */
export interface Bus {
  publish<T extends Topic>(topic: T, signal: Signals[T]): void
  /** Answers how to stop listening. */
  subscribe<T extends Topic>(topic: T, listener: (signal: Signals[T]) => void): () => void
  close(): Promise<void>
}
