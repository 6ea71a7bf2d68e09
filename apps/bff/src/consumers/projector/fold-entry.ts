import type { LogEntry } from '@wardline/sync/server'
import type { RoomFold } from './fold-room.ts'

/** Some views cannot process an entry. */
export class UnfoldableEntry extends Error {
  /** @param causes error of each view, by its name */
  constructor(entry: LogEntry, causes: ReadonlyMap<string, unknown>) {
    super(`${[...causes.keys()].join(', ')} cannot process ${entry.event.type}`, { cause: causes.values().next().value })
  }
}

/** Folds an entry into every view that can process it. Throws UnfoldableEntry when others cannot. */
export function foldEntry(fold: RoomFold, entry: LogEntry): void {
  const causes = new Map<string, unknown>()
  for (const view of fold.views) {
    try {
      fold.fold(view, entry)
    } catch (error) {
      causes.set(view.name, error)
    }
  }
  if (causes.size > 0) throw new UnfoldableEntry(entry, causes)
}
