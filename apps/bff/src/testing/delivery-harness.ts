import { type Audience, type ClinicalEvent, type EventId, type Room, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import type { RoomAnswer, ServerMessage, Update } from '@wardline/sync/protocol'
import type { Bus } from '../bus/bus.ts'
import { Delivery } from '../realtime/delivery.ts'
import type { Broadcaster } from '../realtime/rooms/broadcaster.ts'
import { type RoomRequest, subscribe } from '../realtime/rooms/subscribe.ts'
import type { MemoryRoomLog } from './memory-room-log.ts'

const jane = rooms.patient('p-jane')
const everything = (rooms: readonly Room[]) => Promise.resolve(new Set(rooms))

let made = 0
export const happening = (type: 'diagnosis.added' | 'lab.order.created' | 'lab.critical.alert' = 'diagnosis.added'): ClinicalEvent => {
  made += 1
  return anEvent(type, { eventId: `e-${made}` as EventId }) as ClinicalEvent
}

/** A reader as RT6 describes it: drops what it has, applies what joins on, and says so when something is missing. */
export class Screen {
  readonly id: string
  readonly audience: Audience
  readonly applied: number[] = []
  readonly told: { room: Room; seq: number; urgent: boolean }[] = []
  last: number
  repeats = 0
  holes = 0
  /** Frames that its window takes until there is room again. */
  room = Number.POSITIVE_INFINITY
  resyncs = 0

  constructor(id: string, audience: Audience = 'care', last = 0) {
    this.id = id
    this.audience = audience
    this.last = last
  }

  take(update: Update, room: Room): void {
    const at = update.positions[room]
    if (!at) return
    this.told.push({ room, seq: at.seq, urgent: update.event_type === 'lab.critical.alert' })
    if (room !== jane) return
    if (at.seq <= this.last) this.repeats += 1
    else if (at.prev > this.last) this.holes += 1
    else {
      this.applied.push(at.seq)
      this.last = at.seq
    }
  }

  answered(answer: RoomAnswer): void {
    if (!('missed' in answer)) return
    for (const update of answer.missed) this.take(update, jane)
    this.last = Math.max(this.last, answer.head)
  }
}

/** There is no other process. */
const alone = { follow: async () => {}, unfollow: () => {} }

/** Sockets without a network: what is emitted arrives in order. */
export function deliveryHarness(
  log: MemoryRoomLog,
  {
    later,
    bus = alone,
    onCut = () => {},
  }: { later?: (run: () => void) => void; bus?: Pick<Bus, 'follow' | 'unfollow'>; onCut?: (id: string) => void } = {},
) {
  const screens = new Map<string, Screen>()
  const shards = new Map<string, Set<string>>()
  const sizes: number[] = []
  const arrive = (screen: Screen | undefined, { type, data }: ServerMessage) => {
    if (screen && type === 'resync') screen.resyncs += 1
    for (const update of type === 'update' ? [data] : type === 'updates' ? data.updates : [])
      for (const room of Object.keys(update.positions) as Room[]) screen?.take(update, room)
  }
  function hand(member: string, message: ServerMessage): boolean {
    const screen = screens.get(member)
    if (screen && screen.room <= 0) return false
    if (screen) screen.room -= 1
    arrive(screen, message)
    return true
  }
  const outlet: Broadcaster = {
    join: (member, shard) => shards.set(shard, (shards.get(shard) ?? new Set()).add(member)),
    leave: (member, shard) => shards.get(shard)?.delete(member),
    toShard(shard, message) {
      sizes.push(shards.get(shard)?.size ?? 0)
      return [...(shards.get(shard) ?? [])].filter((member) => !hand(member, message))
    },
    toMember: hand,
    hasRoomAgain: (member) => (screens.get(member)?.room ?? 1) > 0,
  }
  const delivery = new Delivery({
    log,
    outlet,
    bus,
    cut: onCut,
    delivered: () => {},
    failed: (error) => {
      throw error
    },
    ...(later ? { later } : {}),
  })
  return {
    delivery,
    sizes,
    write(event: ClinicalEvent, among?: readonly Room[]) {
      const entries = log.append(event, among)
      return { rooms: entries.map(({ room }) => room), entries }
    },
    async enter(screen: Screen, asked: RoomRequest): Promise<RoomAnswer | undefined> {
      screens.set(screen.id, screen)
      let told: RoomAnswer | undefined
      await subscribe(
        { delivery, log },
        {
          member: { id: screen.id, userId: screen.id, audience: screen.audience },
          asked: [asked],
          may: everything,
          answer(answers) {
            told = answers[asked.room]
            if (told) screen.answered(told)
          },
        },
      )
      return told
    },
  }
}
