import type { Room } from '@wardline/events'
import type { LogEntry, RoomDelivery } from '@wardline/sync/server'
import type { Rights } from '../../commands/authenticated-context.ts'
import { roomsOpenTo } from '../../commands/permits.ts'
import type { Connection } from './connection.ts'

/** Resources that may change the access to a patient: identity, location, care team. */
const accessResources = ['Patient', 'Encounter', 'CareTeam']
export const mayChangeRights = (entries: readonly LogEntry[]): boolean =>
  entries.some(({ event }) => [event.resource, ...event.related].some(({ resourceType }) => accessResources.includes(resourceType)))

export interface RoomAccess {
  openTo(connection: Connection, rooms: readonly Room[]): Promise<ReadonlySet<Room>>
  /** Checks the rights again and removes the connections that lost them, before it resolves (RT10). */
  recheck(connections: readonly Connection[], rooms?: readonly Room[]): Promise<void>
}

export function roomAccess(rights: Rights, delivery: RoomDelivery, onError: (error: unknown) => void): RoomAccess {
  const openTo = ({ session: { user } }: Connection, rooms: readonly Room[]) => roomsOpenTo(user, rights, rooms)

  async function recheckOne(connection: Connection, among?: readonly Room[]) {
    const rooms = connection.rooms.filter((room) => !among || among.includes(room))
    if (rooms.length === 0) return
    const open = await openTo(connection, rooms)
    for (const room of rooms) {
      if (open.has(room)) continue
      delivery.leave(room, connection.id)
      connection.leave(room)
      connection.send({ type: 'revoked', data: { room } })
    }
  }

  return {
    openTo,
    async recheck(connections, rooms) {
      for (const connection of connections)
        try {
          await recheckOne(connection, rooms)
        } catch (error) {
          onError(error)
          // Without a result nothing more is shown; the client reconnects and is checked again.
          connection.end('ended')
        }
    },
  }
}
