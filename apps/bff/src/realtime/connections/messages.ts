import { type Room, rooms } from '@wardline/events'
import { authenticateSchema, presenceSchema, type Subscribed, subscriptionSchema, unsubscriptionSchema } from '@wardline/sync/protocol'
import { type RoomDelivery, type RoomLogReader, subscribe } from '@wardline/sync/server'
import type { Socket } from 'socket.io'
import type { ZodType } from 'zod'
import type { Sessions } from '../../auth/sessions.ts'
import type { RefusalCode } from '../../commands/refusal.ts'
import { TokenBucket } from '../../load/token-bucket.ts'
import type { PresenceService } from '../presence/presence-service.ts'
import type { Connection } from './connection.ts'
import type { RoomAccess } from './room-access.ts'

export interface MessageHandlerOptions {
  readonly delivery: RoomDelivery
  readonly log: RoomLogReader
  readonly access: RoomAccess
  readonly sessions: Sessions
  readonly presence: PresenceService
  readonly onError: (error: unknown) => void
}

type Acknowledge = (answer: object) => void

/** A returning client requests all its rooms at once, and no more than a few a second after that. */
const REQUEST_RATE = { burst: 200, perSecond: 50 }

const refuse = (acknowledge: Acknowledge, code: RefusalCode) => acknowledge({ refused: code })

/** Registers a handler for each client message (realtime.md, section 3). Each is acknowledged; none can throw. */
export function registerHandlers(socket: Socket, connection: Connection, options: MessageHandlerOptions): void {
  const { delivery, log, access, sessions, presence, onError } = options
  const requests = new TokenBucket(REQUEST_RATE)

  function on<Message>(
    name: string,
    schema: ZodType<Message>,
    handle: (message: Message, acknowledge: Acknowledge) => Promise<void> | void,
  ): void {
    socket.on(name, async (payload: unknown, callback: unknown) => {
      const acknowledge: Acknowledge = typeof callback === 'function' ? (answer) => callback(answer) : () => undefined
      if (!requests.tryTake()) return refuse(acknowledge, 'TOO_MANY_ATTEMPTS')
      // An acknowledgement would queue behind the frames for which the window is closed (RT15).
      if (!connection.canSend) await delivery.slowConsumers.untilOpen(connection.id)
      const message = schema.safeParse(payload)
      if (!message.success) return refuse(acknowledge, 'INVALID_INPUT')
      try {
        await handle(message.data, acknowledge)
      } catch (error) {
        onError(error)
        refuse(acknowledge, 'OUTAGE')
      }
    })
  }

  on('subscription', subscriptionSchema, async (message, acknowledge) => {
    const names: readonly Room[] = [...new Set([...(message.rooms ?? []), ...(message.patient_ids ?? []).map((id) => rooms.patient(id))])]
    connection.subscribe(message.subscription_id, names, message.resource_types ? new Set(message.resource_types) : null)
    await subscribe(
      { delivery, log },
      {
        member: connection,
        rooms: names.map((room) => ({ room, filter: connection.filterOf(room), after: message.after?.[room] ?? null })),
        openTo: (among) => access.openTo(connection, among),
        acknowledge(answers) {
          for (const [room, answer] of Object.entries(answers)) if ('refused' in answer) connection.leave(room as Room)
          if (!socket.connected) {
            // Disconnected while the log was read.
            for (const room of names) delivery.leave(room, connection.id)
            return
          }
          acknowledge({ subscription_id: message.subscription_id, epoch: log.epoch, rooms: answers } satisfies Subscribed)
        },
      },
    )
  })

  on('unsubscription', unsubscriptionSchema, ({ subscription_id }, acknowledge) => {
    for (const room of connection.unsubscribe(subscription_id)) {
      delivery.leave(room, connection.id)
      presence.leave(connection, room)
    }
    acknowledge({})
  })

  on('authenticate', authenticateSchema, async ({ ticket }, acknowledge) => {
    const session = await sessions.redeem(ticket)
    // A ticket of another user does not change the user of this socket.
    if (!session || session.user.userId !== connection.userId) return refuse(acknowledge, 'NOT_SIGNED_IN')
    connection.renew(session)
    acknowledge({ expires_at: session.expiresAt.toISOString() })
  })

  on('presence', presenceSchema, ({ room, doing, subject }, acknowledge) => {
    if (!delivery.channelOf(room)?.subscriberOf(connection.id)) return refuse(acknowledge, 'NOT_ALLOWED')
    presence.announce(connection, room, doing, subject)
    acknowledge({})
  })
}
