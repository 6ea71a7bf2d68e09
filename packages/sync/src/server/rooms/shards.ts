import type { Room } from '@wardline/events'
import { type Broadcaster, SHARD_SIZE } from './broadcaster.ts'
import type { Reader } from './frames.ts'
import type { Subscriber } from './subscriber.ts'

interface Group {
  readonly reader: Reader
  /** Members of each shard; a shard's name is never reused while it has members. */
  readonly shards: Map<string, number>
}

const nameOf = ({ audience, filter }: Reader) => `${audience}|${filter ? [...filter].sort().join(',') : '*'}`

/** The broadcast subscribers of one room: groups that receive the same frames, in shards that receive them in one turn. */
export class Shards {
  readonly #room: Room
  readonly #broadcaster: Broadcaster
  readonly #groups = new Map<string, Group>()
  #lastNumber = 0

  constructor(room: Room, broadcaster: Broadcaster) {
    this.#room = room
    this.#broadcaster = broadcaster
  }

  join(subscriber: Subscriber): void {
    const { reader } = subscriber
    const group = this.#groups.get(nameOf(reader)) ?? { reader, shards: new Map<string, number>() }
    this.#groups.set(nameOf(reader), group)
    let shard = [...group.shards].find(([, members]) => members < SHARD_SIZE)?.[0]
    if (!shard) {
      this.#lastNumber += 1
      shard = `${this.#room}|${nameOf(reader)}|${this.#lastNumber}`
    }
    group.shards.set(shard, (group.shards.get(shard) ?? 0) + 1)
    this.#broadcaster.join(subscriber.member.id, shard)
    subscriber.joinShard(shard)
  }

  /** Takes a subscriber out of its shard; the caller moves it out of `broadcast`. */
  leave({ shard, member, reader }: Subscriber): void {
    if (!shard) return
    this.#broadcaster.leave(member.id, shard)
    const name = nameOf(reader)
    const group = this.#groups.get(name)
    const left = (group?.shards.get(shard) ?? 1) - 1
    if (left > 0) group?.shards.set(shard, left)
    else group?.shards.delete(shard)
    if (group?.shards.size === 0) this.#groups.delete(name)
  }

  get groups(): readonly { readonly reader: Reader; readonly shards: readonly { readonly name: string; readonly members: number }[] }[] {
    return [...this.#groups.values()].map(({ reader, shards }) => ({
      reader,
      shards: [...shards].map(([name, members]) => ({ name, members })),
    }))
  }
}
