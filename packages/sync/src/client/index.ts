/** The client's end of the protocol: connection, rooms, lists. No React, no Node; the socket is a port. */

export * from './connection/connection-manager.ts'
export * from './connection/connection-state.ts'
export * from './connection/reconnect-delay.ts'
export * from './connection/transport.ts'
export * from './event-bus.ts'
export * from './lists/list-folder.ts'
export * from './presence.ts'
export * from './rooms/room-log.ts'
export * from './rooms/room-subscriptions.ts'
export * from './sync-client.ts'
