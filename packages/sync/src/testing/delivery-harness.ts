import { type Audience, type ClinicalEvent, type EventId, type Room, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import type { RoomAnswer, ServerMessage, Update } from '../protocol/index.ts'
import {
  type Broadcaster,
  type RoomBus,
  RoomDelivery,
  type RoomDeliveryOptions,
  type RoomRequest,
  type RoomsAdvanced,
  subscribe,
} from '../server/index.ts'
import type { MemoryRoomLog } from './memory-room-log.ts'

/** The room whose order a reader checks. */
export const checkedRoom = rooms.patient('p-jane')
const allOf = (rooms: readonly Room[]) => Promise.resolve(new Set(rooms))

let count = 0
export const nextEvent = (type: 'diagnosis.added' | 'lab.order.created' | 'lab.critical.alert' = 'diagnosis.added'): ClinicalEvent => {
  count += 1
  return anEvent(type, { eventId: `e-${count}` as EventId }) as ClinicalEvent
}

/** A reader as RT6 describes it: applies the next update, counts repeats and holes. */
export class TestReader {
  readonly id: string
  readonly audience: Audience
  readonly applied: number[] = []
  readonly received: { room: Room; seq: number; urgent: boolean }[] = []
  last: number
  repeats = 0
  holes = 0
  resyncs = 0
  /** Frames that its send window takes before it closes. */
  windowFrames = Number.POSITIVE_INFINITY

  constructor(id: string, audience: Audience = 'care', last = 0) {
    this.id = id
    this.audience = audience
    this.last = last
  }

  receive(update: Update, room: Room): void {
    const at = update.positions[room]
    if (!at) return
    this.received.push({ room, seq: at.seq, urgent: update.event_type === 'lab.critical.alert' })
    if (room !== checkedRoom) return
    if (at.seq <= this.last) this.repeats += 1
    else if (at.prev > this.last) this.holes += 1
    else {
      this.applied.push(at.seq)
      this.last = at.seq
    }
  }

  acknowledged(answer: RoomAnswer): void {
    if (!('missed' in answer)) return
    for (const update of answer.missed) this.receive(update, checkedRoom)
    this.last = Math.max(this.last, answer.head)
  }
}

/** There is no other process. */
const noBus: RoomBus = { follow: async () => {}, unfollow: () => {} }

export interface DeliveryHarnessOptions extends Pick<RoomDeliveryOptions, 'nextTurn' | 'onDelivered' | 'onWindowTimeout'> {
  readonly bus?: RoomBus
}

/** Delivery to readers without a network: frames arrive at once and in order. */
export function deliveryHarness(log: MemoryRoomLog, { bus = noBus, ...options }: DeliveryHarnessOptions = {}) {
  const readers = new Map<string, TestReader>()
  const shards = new Map<string, Set<string>>()
  const shardSizes: number[] = []
  function send(memberId: string, message: ServerMessage): boolean {
    const reader = readers.get(memberId)
    if (reader && reader.windowFrames <= 0) return false
    if (reader) reader.windowFrames -= 1
    if (reader && message.type === 'resync') reader.resyncs += 1
    for (const update of message.type === 'update' ? [message.data] : message.type === 'updates' ? message.data.updates : [])
      for (const room of Object.keys(update.positions) as Room[]) reader?.receive(update, room)
    return true
  }
  const broadcaster: Broadcaster = {
    join: (memberId, shard) => shards.set(shard, (shards.get(shard) ?? new Set()).add(memberId)),
    leave: (memberId, shard) => shards.get(shard)?.delete(memberId),
    toShard(shard, message) {
      shardSizes.push(shards.get(shard)?.size ?? 0)
      return [...(shards.get(shard) ?? [])].filter((memberId) => !send(memberId, message))
    },
    toMember: send,
    isWritable: (memberId) => (readers.get(memberId)?.windowFrames ?? 1) > 0,
  }
  const delivery = new RoomDelivery({
    log,
    broadcaster,
    bus,
    onError: (error) => {
      throw error
    },
    ...options,
  })
  return {
    delivery,
    shardSizes,
    commit(event: ClinicalEvent, among?: readonly Room[]): RoomsAdvanced {
      const entries = log.append(event, among)
      return { rooms: entries.map(({ room }) => room), entries }
    },
    async enter(reader: TestReader, request: RoomRequest): Promise<RoomAnswer | undefined> {
      readers.set(reader.id, reader)
      let answer: RoomAnswer | undefined
      await subscribe(
        { delivery, log },
        {
          member: { id: reader.id, userId: reader.id, audience: reader.audience },
          rooms: [request],
          openTo: allOf,
          acknowledge(answers) {
            answer = answers[request.room]
            if (answer) reader.acknowledged(answer)
          },
        },
      )
      return answer
    },
  }
}
