/** An event with the id of its cause. */
export interface CausedEvent {
  readonly eventId: string
  readonly causationId: string | null
}

export interface Branch<Event extends CausedEvent> {
  readonly event: Event
  /** Number of its causes in this list. */
  readonly depth: number
}

/** Returns events as a tree in reading order: each below its cause, siblings in recorded order. */
export function treeOf<Event extends CausedEvent>(events: readonly Event[]): readonly Branch<Event>[] {
  const known = new Set(events.map(({ eventId }) => eventId))
  const isRoot = ({ causationId }: Event) => causationId === null || !known.has(causationId)
  const children = Map.groupBy(
    events.filter((event) => !isRoot(event)),
    ({ causationId }) => causationId,
  )
  const branches: Branch<Event>[] = []
  const add = (event: Event, depth: number) => {
    branches.push({ event, depth })
    for (const next of children.get(event.eventId) ?? []) add(next, depth + 1)
  }
  for (const root of events.filter(isRoot)) add(root, 0)
  return branches
}
