import type { Room } from '@wardline/events'
import type { Rights } from '../../commands/authenticated-context.ts'
import { roomsOpenTo } from '../../commands/permits.ts'
import type { LogEntry } from '../../record/log/positions.ts'
import type { Delivery } from '../delivery.ts'
import type { Connection } from './connection.ts'

/** What may give or take a right on a patient: who they are, where they lie, who cares for them. */
const decisive = ['Patient', 'Encounter', 'CareTeam']
export const mayChangeRights = (entries: readonly LogEntry[]): boolean =>
  entries.some(({ event }) => [event.resource, ...event.related].some(({ resourceType }) => decisive.includes(resourceType)))

export interface RoomAccess {
  may(connection: Connection, rooms: readonly Room[]): Promise<ReadonlySet<Room>>
  /** Asks the rights again and takes out whoever lost them; everyone in hand is gone when it resolves (RT10). */
  recheck(connections: readonly Connection[], rooms?: readonly Room[]): Promise<void>
}

export function roomAccess(rights: Rights, delivery: Delivery, failed: (error: unknown) => void): RoomAccess {
  const may = ({ session: { user } }: Connection, rooms: readonly Room[]) => roomsOpenTo(user, rights, rooms)

  async function recheckOne(connection: Connection, among?: readonly Room[]) {
    const rooms = connection.rooms.filter((room) => !among || among.includes(room))
    if (rooms.length === 0) return
    const open = await may(connection, rooms)
    for (const room of rooms) {
      if (open.has(room)) continue
      delivery.leave(room, connection.id)
      connection.forget(room)
      connection.send({ type: 'revoked', data: { room } })
    }
  }

  return {
    may,
    async recheck(connections, rooms) {
      for (const connection of connections)
        try {
          await recheckOne(connection, rooms)
        } catch (error) {
          failed(error)
          // Whose rights cannot be asked is not shown anything more; the client comes back and is asked anew.
          connection.end('ended')
        }
    },
  }
}
