import type { Room } from '@wardline/events'
import type { Activity, ServerMessage } from '@wardline/sync/protocol'
import type { Bus } from '../../bus/bus.ts'
import type { Connection } from '../connections/connection.ts'
import type { Connections } from '../connections/connections.ts'
import type { Delivery } from '../delivery.ts'
import { PRESENT_MS, Presence } from './presence.ts'

/** Silent people are looked for so often. */
const LOOK_MS = 2_000

export interface PresenceServiceOptions {
  readonly bus: Bus
  readonly delivery: Delivery
  readonly connections: Connections
  readonly now: () => Date
}

/** Who is in which room, whichever process they are connected to. */
export interface PresenceService {
  of(room: Room): ServerMessage
  says(connection: Connection, room: Room, doing: Activity, subject: string | undefined): void
  left(connection: Connection, room: Room): void
  close(): void
}

/**
 * What somebody says goes over the bus, to this process like to the others, and lives ten seconds in each: nothing of it
 * is stored, and a process that dies takes its people along.
 */
export function openPresenceService({ bus, delivery, connections, now }: PresenceServiceOptions): PresenceService {
  const presence = new Presence(now)
  const of = (room: Room): ServerMessage => ({ type: 'presence', data: { room, members: [...presence.in(room)] } })

  function tell(room: Room) {
    for (const memberId of delivery.channelOf(room)?.toAll(of(room)) ?? []) {
      connections.get(memberId)?.missedCompanyOf(room)
      delivery.laggards.note(memberId)
    }
  }

  const stop = bus.subscribe('presence', (signal) => {
    const { room, user, doing, subject } = signal
    // Nobody here looks at it, and nobody would keep it true.
    if (!delivery.channelOf(room)) return presence.forget(room)
    if (doing) presence.say(room, user, doing, subject)
    else {
      // Left one of several screens: another one, here, says so again before anybody misses them.
      const [still] = connections.ofUser(user.userId).flatMap((connection) => connection.saysIn(room, now()) ?? [])
      if (still) return bus.publish('presence', still)
      if (!presence.leave(room, user.userId)) return
    }
    tell(room)
  })
  const look = setInterval(() => {
    for (const room of presence.expire()) tell(room)
  }, LOOK_MS).unref()

  return {
    of,
    says(connection, room, doing, subject) {
      const { userId, name } = connection.session.user
      const said = { room, user: { userId, name }, doing, ...(subject === undefined ? {} : { subject }) }
      connection.says(said, now().getTime() + PRESENT_MS)
      bus.publish('presence', said)
    },
    left(connection, room) {
      const { userId, name } = connection.session.user
      if (connection.fallsSilentIn(room)) bus.publish('presence', { room, user: { userId, name }, doing: null })
    },
    close() {
      stop()
      clearInterval(look)
    },
  }
}
