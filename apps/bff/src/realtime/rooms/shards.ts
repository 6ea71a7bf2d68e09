import type { Room } from '@wardline/events'
import { type Broadcaster, SHARD } from './broadcaster.ts'
import type { Reader } from './frames.ts'
import type { Subscriber } from './subscriber.ts'

interface Group {
  readonly reader: Reader
  /** How many members each shard has; a name is never given twice to a group at the same time. */
  readonly shards: Map<string, number>
}

const nameOf = ({ audience, wanted }: Reader) => `${audience}|${wanted ? [...wanted].sort().join(',') : '*'}`

/** The joined members of one room, in groups that are sent the same frames, in shards that are sent them in one turn. */
export class Shards {
  readonly #room: Room
  readonly #outlet: Broadcaster
  readonly #groups = new Map<string, Group>()
  #named = 0

  constructor(room: Room, outlet: Broadcaster) {
    this.#room = room
    this.#outlet = outlet
  }

  join(seat: Subscriber): void {
    const reader = { audience: seat.member.audience, wanted: seat.wanted }
    const group = this.#groups.get(nameOf(reader)) ?? { reader, shards: new Map<string, number>() }
    this.#groups.set(nameOf(reader), group)
    let shard = [...group.shards].find(([, members]) => members < SHARD)?.[0]
    if (!shard) {
      this.#named += 1
      shard = `${this.#room}|${nameOf(reader)}|${this.#named}`
    }
    group.shards.set(shard, (group.shards.get(shard) ?? 0) + 1)
    this.#outlet.join(seat.member.id, shard)
    seat.shard = shard
    seat.state = 'joined'
  }

  leave(seat: Subscriber): void {
    if (!seat.shard) return
    this.#outlet.leave(seat.member.id, seat.shard)
    const name = nameOf({ audience: seat.member.audience, wanted: seat.wanted })
    const group = this.#groups.get(name)
    const left = (group?.shards.get(seat.shard) ?? 1) - 1
    if (left > 0) group?.shards.set(seat.shard, left)
    else group?.shards.delete(seat.shard)
    if (group?.shards.size === 0) this.#groups.delete(name)
    seat.shard = null
  }

  get groups(): readonly { readonly reader: Reader; readonly shards: readonly { readonly name: string; readonly members: number }[] }[] {
    return [...this.#groups.values()].map(({ reader, shards }) => ({
      reader,
      shards: [...shards].map(([name, members]) => ({ name, members })),
    }))
  }
}
