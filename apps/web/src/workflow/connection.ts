import { DELAYED_AFTER_MS, TICK_MS } from '@wardline/events'
import { createStore } from 'zustand/vanilla'

export type ConnectionState = 'live' | 'catchingUp' | 'delayed' | 'offline'

/** What is known about the line and the rooms on it. */
export interface Signs {
  readonly line: 'closed' | 'opening' | 'open'
  /** Rooms that are wanted and whose newest number is not known to be complete. */
  readonly behind: number
  /** Local ms of the last frame of any kind; null before the first. */
  readonly heardAt: number | null
}

/**
 * One of four words for the whole screen. After an interruption it is Live again only when every room has caught
 * up (RT-4), and Delayed when a tick is missing although the line seems open.
 */
export function connectionStateOf(signs: Signs, hasBeenOpen: boolean, now: number): ConnectionState {
  if (signs.line !== 'open') return hasBeenOpen || signs.line === 'closed' ? 'offline' : 'catchingUp'
  if (signs.heardAt !== null && now - signs.heardAt > TICK_MS + DELAYED_AFTER_MS) return 'delayed'
  return signs.behind > 0 ? 'catchingUp' : 'live'
}

export interface Connection {
  readonly state: ConnectionState
  /** Local ms since when it is not live; null while it is. */
  readonly since: number | null
  /** Local ms of the last frame. */
  readonly heardAt: number | null
  /** Local ms up to when the screen is known to be true: the last frame while live, then it stands still. */
  readonly trueUntil: number | null
  /** Age of the last event when it came, ms; null before the first. */
  readonly latencyMs: number | null
  readonly strangers: number
}

const SECOND_MS = 1000

/** `trueUntil` as fine as a list says it: in whole seconds a screen of lists is not drawn anew for every frame that comes. */
export const trueUntilSecond = ({ trueUntil }: Pick<Connection, 'trueUntil'>): number | null =>
  trueUntil === null ? null : Math.floor(trueUntil / SECOND_MS) * SECOND_MS

export const createConnectionStore = () =>
  createStore<Connection>(() => ({ state: 'catchingUp', since: null, heardAt: null, trueUntil: null, latencyMs: null, strangers: 0 }))
export type ConnectionStore = ReturnType<typeof createConnectionStore>
