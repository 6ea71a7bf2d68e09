import { DELAYED_AFTER_MS, TICK_MS } from '@wardline/sync/protocol'
import { createStore } from 'zustand/vanilla'

export type ConnectionState = 'live' | 'catchingUp' | 'delayed' | 'offline'

/** What is known about the line and the rooms on it. */
export interface Signs {
  readonly line: 'closed' | 'opening' | 'open'
  /** Rooms that are wanted and whose newest number is not known to be complete. */
  readonly behind: number
  /** Local ms of the last frame of any kind; null before the first. */
  readonly heardAt: number | null
  /** The server said with its last tick that it hears of some things only by ticks. */
  readonly serverReportsDelay: boolean
}

/** Why the screen is delayed: nothing was heard where something should have been, or the server itself hears late. */
export type DelayCause = 'silent' | 'told'

/**
 * One of four words for the whole screen. After an interruption it is Live again only when every room has caught
 * up (RT-4), and Delayed when a tick is missing although the line seems open.
 */
export function connectionStateOf(signs: Signs, hasBeenOpen: boolean, now: number): ConnectionState {
  if (signs.line !== 'open') return hasBeenOpen || signs.line === 'closed' ? 'offline' : 'catchingUp'
  if (delayCauseOf(signs, now)) return 'delayed'
  return signs.behind > 0 ? 'catchingUp' : 'live'
}

export function delayCauseOf({ line, heardAt, serverReportsDelay }: Signs, now: number): DelayCause | null {
  if (line !== 'open') return null
  if (heardAt !== null && now - heardAt > TICK_MS + DELAYED_AFTER_MS) return 'silent'
  return serverReportsDelay ? 'told' : null
}

export interface Connection {
  readonly state: ConnectionState
  /** null while it is not delayed. */
  readonly cause: DelayCause | null
  /** Local ms since when it is not live; null while it is. */
  readonly since: number | null
  /** Local ms of the last frame. */
  readonly heardAt: number | null
  /**
   * Local ms up to when the screen is known to be true: the last frame while live, the last tick while the server hears
   * late, then it stands still.
   */
  readonly trueUntil: number | null
  /** Age of the last event when it came, ms; null before the first. */
  readonly latencyMs: number | null
  readonly unknownMessages: number
}

/** Whether lists have to say how old they are. What a server that hears late tells with each tick is as true as ever. */
export const isStale = ({ state, cause }: Pick<Connection, 'state' | 'cause'>): boolean =>
  state === 'offline' || (state === 'delayed' && cause === 'silent')

const SECOND_MS = 1000

/** `trueUntil` as fine as a list says it: in whole seconds a screen of lists is not drawn anew for every frame that comes. */
export const trueUntilSecond = ({ trueUntil }: Pick<Connection, 'trueUntil'>): number | null =>
  trueUntil === null ? null : Math.floor(trueUntil / SECOND_MS) * SECOND_MS

export const createConnectionStore = () =>
  createStore<Connection>(() => ({
    state: 'catchingUp',
    cause: null,
    since: null,
    heardAt: null,
    trueUntil: null,
    latencyMs: null,
    unknownMessages: 0,
  }))
export type ConnectionStore = ReturnType<typeof createConnectionStore>
