import { type Room, rooms } from '@wardline/events'
import { authenticateSchema, presenceSchema, type Subscribed, subscriptionSchema, unsubscriptionSchema } from '@wardline/sync/protocol'
import type { Socket } from 'socket.io'
import type { ZodType } from 'zod'
import type { Sessions } from '../../auth/sessions.ts'
import type { RefusalCode } from '../../commands/refusal.ts'
import { TokenBucket } from '../../load/token-bucket.ts'
import type { RoomLogReader } from '../../record/log/room-log.ts'
import type { Delivery } from '../delivery.ts'
import type { PresenceService } from '../presence/presence-service.ts'
import { subscribe } from '../rooms/subscribe.ts'
import type { Connection } from './connection.ts'
import type { RoomAccess } from './room-access.ts'

export interface MessageHandlerOptions {
  readonly delivery: Delivery
  readonly log: RoomLogReader
  readonly access: RoomAccess
  readonly sessions: Sessions
  readonly company: PresenceService
  readonly failed: (error: unknown) => void
}

type Answer = (answer: object) => void

/** A screen that comes back asks for all its rooms at once; nobody asks for more than a few a second after that. */
const QUESTIONS = { burst: 200, perSecond: 50 }

const refuse = (answer: Answer, code: RefusalCode) => answer({ refused: code })

/** Everything a client may say (realtime.md, section 3). Each is answered; nothing that is said can throw. */
export function registerHandlers(socket: Socket, connection: Connection, parts: MessageHandlerOptions): void {
  const { delivery, log, access, sessions, company, failed } = parts
  const questions = new TokenBucket(QUESTIONS)

  function on<Said>(name: string, schema: ZodType<Said>, act: (said: Said, answer: Answer) => Promise<void> | void): void {
    socket.on(name, async (payload: unknown, ack: unknown) => {
      const answer: Answer = typeof ack === 'function' ? (told) => ack(told) : () => undefined
      if (!questions.try()) return refuse(answer, 'TOO_MANY_ATTEMPTS')
      // An answer would stand behind what the window is closed for (RT15).
      if (!connection.takes) await delivery.laggards.untilOpen(connection.id)
      const said = schema.safeParse(payload)
      if (!said.success) return refuse(answer, 'INVALID_INPUT')
      try {
        await act(said.data, answer)
      } catch (error) {
        failed(error)
        refuse(answer, 'OUTAGE')
      }
    })
  }

  on('subscription', subscriptionSchema, async (said, answer) => {
    const asked: readonly Room[] = [...new Set([...(said.rooms ?? []), ...(said.patient_ids ?? []).map((id) => rooms.patient(id))])]
    connection.subscribe(said.subscription_id, asked, said.resource_types ? new Set(said.resource_types) : null)
    await subscribe(
      { delivery, log },
      {
        member: connection,
        asked: asked.map((room) => ({ room, wanted: connection.wantedOf(room), after: said.after?.[room] ?? null })),
        may: (among) => access.may(connection, among),
        answer(told) {
          for (const [room, of] of Object.entries(told)) if ('refused' in of) connection.forget(room as Room)
          if (!socket.connected) {
            // Hung up while it was read: nobody is there to sit.
            for (const room of asked) delivery.leave(room, connection.id)
            return
          }
          answer({ subscription_id: said.subscription_id, epoch: log.epoch, rooms: told } satisfies Subscribed)
        },
      },
    )
  })

  on('unsubscription', unsubscriptionSchema, ({ subscription_id }, answer) => {
    for (const room of connection.unsubscribe(subscription_id)) {
      delivery.leave(room, connection.id)
      company.left(connection, room)
    }
    answer({})
  })

  on('authenticate', authenticateSchema, async ({ ticket }, answer) => {
    const session = await sessions.redeem(ticket)
    // Another person's ticket does not turn this socket into theirs.
    if (!session || session.user.userId !== connection.userId) return refuse(answer, 'NOT_SIGNED_IN')
    connection.renew(session)
    answer({ expires_at: session.expiresAt.toISOString() })
  })

  on('presence', presenceSchema, ({ room, doing, subject }, answer) => {
    if (!delivery.channelOf(room)?.subscriberOf(connection.id)) return refuse(answer, 'NOT_ALLOWED')
    company.says(connection, room, doing, subject)
    answer({})
  })
}
