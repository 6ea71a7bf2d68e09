import type { Epoch, Room } from '@wardline/events'
import type { LogEntry, RoomHead } from './positions.ts'

/** Part of one room's log. */
export interface RoomRead {
  readonly head: RoomHead
  /** In order and without holes, from the entry after the requested position. */
  readonly entries: readonly LogEntry[]
}

/** The port through which delivery and consumers read the log. Each result is one moment for all its rooms. */
export interface RoomLogReader {
  /** The epoch of the log (RT7); changes as soon as a result shows another. */
  readonly epoch: Epoch
  /** Calls back when another epoch is found, before the result that shows it is returned. */
  onEpochChanged(listener: (epoch: Epoch) => void): void
  /** Reads the epoch: another database may be behind the same address. */
  checkEpoch(): Promise<void>
  /** Starts another epoch: the log lost entries in a restore that kept the old one. */
  startNewEpoch(): Promise<void>
  heads(rooms: readonly Room[]): Promise<ReadonlyMap<Room, RoomHead>>
  /** At most `limit` entries of each room after its position. */
  read(after: ReadonlyMap<Room, number>, limit: number): Promise<ReadonlyMap<Room, RoomRead>>
}
