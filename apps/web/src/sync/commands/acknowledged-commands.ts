import { notifyManager } from '@tanstack/react-query'
import type { Applied, Room } from '@wardline/events'

const REMEMBERED = 500

/** Which of this browser's commands have come back as events; until then their rows are drawn as pending (RT9). */
export class AcknowledgedCommands {
  readonly #commands = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #version = 0

  note(commandId: string | null): void {
    if (commandId === null || this.#commands.has(commandId)) return
    this.#commands.add(commandId)
    const [oldest] = this.#commands
    if (oldest !== undefined && this.#commands.size > REMEMBERED) this.#commands.delete(oldest)
  }

  /**
   * Whether what a command did can be on screen: its event came, or a list that was read stands at or beyond it.
   * @param positionOf how far a room is known; null for rooms this browser does not follow
   */
  has(commandId: string, applied: Applied | undefined, positionOf: (room: Room) => number | null): boolean {
    if (this.#commands.has(commandId)) return true
    return Object.entries(applied?.positions ?? {}).some(([room, seq]) => (positionOf(room as Room) ?? -1) >= seq)
  }

  /** Told in the queue of the lists' own news: a pending row leaves with the draw that brings its real one. */
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
