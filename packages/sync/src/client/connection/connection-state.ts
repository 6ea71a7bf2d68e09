import { DELAYED_AFTER_MS, TICK_MS } from '../../protocol/index.ts'

export type ConnectionState = 'live' | 'catchingUp' | 'delayed' | 'offline'

/** What the connection state is derived from. */
export interface ConnectionSignals {
  readonly socket: 'closed' | 'opening' | 'open'
  /** Rooms in use whose log is not known to be complete. */
  readonly behind: number
  /** Local ms of the last frame of any kind; null before the first. */
  readonly lastFrameAt: number | null
  /** The last tick reported that the server receives events of other instances late. */
  readonly serverReportsDelay: boolean
}

/** Why the connection is delayed: no frame when one was due, or the server reports its own delay. */
export type DelayCause = 'silent' | 'reported'

/**
 * Returns the one state of the whole screen. After an interruption it is live again only when every room has caught
 * up (RT-4); it is delayed when a tick is missing although the socket seems open.
 */
export function connectionStateOf(signals: ConnectionSignals, hasBeenOpen: boolean, now: number): ConnectionState {
  if (signals.socket !== 'open') return hasBeenOpen || signals.socket === 'closed' ? 'offline' : 'catchingUp'
  if (delayCauseOf(signals, now)) return 'delayed'
  return signals.behind > 0 ? 'catchingUp' : 'live'
}

export function delayCauseOf({ socket, lastFrameAt, serverReportsDelay }: ConnectionSignals, now: number): DelayCause | null {
  if (socket !== 'open') return null
  if (lastFrameAt !== null && now - lastFrameAt > TICK_MS + DELAYED_AFTER_MS) return 'silent'
  return serverReportsDelay ? 'reported' : null
}

export interface ConnectionStatus {
  readonly state: ConnectionState
  /** null unless delayed. */
  readonly cause: DelayCause | null
  /** Local ms at which it stopped being live; null while live. */
  readonly since: number | null
  readonly lastFrameAt: number | null
  /**
   * Local ms up to which the lists are known to be current: the last frame while live, the last tick while the server
   * reports a delay; otherwise it does not advance.
   */
  readonly trueUntil: number | null
  readonly unknownMessages: number
}

export const initialStatus: ConnectionStatus = {
  state: 'catchingUp',
  cause: null,
  since: null,
  lastFrameAt: null,
  trueUntil: null,
  unknownMessages: 0,
}

/** Whether lists show their age. While the server reports a delay, each tick still confirms them. */
export const isStale = ({ state, cause }: Pick<ConnectionStatus, 'state' | 'cause'>): boolean =>
  state === 'offline' || (state === 'delayed' && cause === 'silent')

const SECOND_MS = 1000

/** Returns `trueUntil` in whole seconds, the precision that lists show, so that they are not rendered for every frame. */
export const trueUntilSecond = ({ trueUntil }: Pick<ConnectionStatus, 'trueUntil'>): number | null =>
  trueUntil === null ? null : Math.floor(trueUntil / SECOND_MS) * SECOND_MS
