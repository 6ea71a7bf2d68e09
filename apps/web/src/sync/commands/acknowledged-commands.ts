import { notifyManager } from '@tanstack/react-query'
import type { Applied, Room } from '@wardline/events'

const MAX_COMMANDS = 500

/** Commands of this browser whose events have arrived; until then their rows are shown as pending (RT9). */
export class AcknowledgedCommands {
  readonly #commands = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #version = 0

  note(commandId: string | null): void {
    if (commandId === null || this.#commands.has(commandId)) return
    this.#commands.add(commandId)
    const [oldest] = this.#commands
    if (oldest !== undefined && this.#commands.size > MAX_COMMANDS) this.#commands.delete(oldest)
  }

  /**
   * Whether the effect of a command is on screen: its event arrived, or a fetched list is at or beyond its position.
   * @param positionOf known position of a room; null for rooms that are not subscribed
   */
  has(commandId: string, applied: Applied | undefined, positionOf: (room: Room) => number | null): boolean {
    if (this.#commands.has(commandId)) return true
    return Object.entries(applied?.positions ?? {}).some(([room, seq]) => (positionOf(room as Room) ?? -1) >= seq)
  }

  /** Notifies listeners in the same batch as the list updates: a pending row disappears in the render that shows the real one. */
  changed(): void {
    this.#version += 1
    notifyManager.schedule(() => {
      for (const listener of this.#listeners) listener()
    })
  }

  readonly version = () => this.#version

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
