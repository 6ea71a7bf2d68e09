import { audienceOfEvent, type ClinicalEvent, roomsOf } from '../catalog/index.ts'
import type { Delivery } from '../delivery.ts'
import type { Epoch, Room } from '../ids.ts'
import type { Audience } from '../people.ts'
import type { AppliedList } from '../views/framework/apply-deliveries.ts'
import { changesOf, rowOrder, type View, type ViewRow } from '../views/framework/define-view.ts'

interface Entry {
  readonly seq: number
  readonly event: ClinicalEvent
  readonly audiences: readonly Audience[]
}

/** The log as realtime.md section 1 describes it, in memory and in the open: the oracle of the fold tests. */
export class WardLog {
  readonly #rooms = new Map<Room, Entry[]>()
  readonly epoch = 'epoch-1' as Epoch

  constructor(events: readonly ClinicalEvent[] = []) {
    for (const event of events) this.append(event)
  }

  append(event: ClinicalEvent): void {
    for (const room of roomsOf(event)) {
      const entries = this.#rooms.get(room) ?? []
      this.#rooms.set(room, [...entries, { seq: entries.length + 1, event, audiences: audienceOfEvent(event) }])
    }
  }

  get rooms(): readonly Room[] {
    return [...this.#rooms.keys()]
  }

  head(room: Room): number {
    return this.#rooms.get(room)?.length ?? 0
  }

  /** What an audience is sent of a room: holes where it may not look, and `prev` across them (RT1). */
  deliveries(room: Room, audience: Audience, after = 0): readonly Delivery[] {
    let prev = 0
    return (this.#rooms.get(room) ?? [])
      .filter((entry) => entry.audiences.includes(audience))
      .map((entry) => {
        const delivery = { room, epoch: this.epoch, seq: entry.seq, prev, event: entry.event }
        prev = entry.seq
        return delivery
      })
      .filter((delivery) => delivery.seq > after)
  }

  /** The rows of a view folded from everything up to `seq`, as the projector holds them. */
  snapshot<Row extends ViewRow>(view: View<Row>, room: Room, seq = this.head(room), limit = Number.POSITIVE_INFINITY): AppliedList<Row> {
    const rows = new Map<string, Row>()
    for (const entry of this.#rooms.get(room)?.slice(0, seq) ?? [])
      for (const [id, row] of changesOf(view, entry.event, room, (known) => rows.get(known) ?? null))
        row ? rows.set(id, row) : rows.delete(id)
    const ordered = [...rows.values()].sort(rowOrder(view))
    return {
      rows: ordered.slice(0, limit),
      asOf: { epoch: this.epoch, seq },
      positions: { [room]: seq },
      nextCursor: ordered.length > limit ? 'more' : null,
    }
  }
}
