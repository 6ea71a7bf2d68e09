/**
 * The server's end of the protocol: subscribing without a race, delivery in order, back-pressure, ticks, presence. Pure:
 * the log, the sockets and the bus are ports, and it runs in a browser as well.
 */

export * from './delivery/bus-subscriptions.ts'
export * from './delivery/head-ticks.ts'
export * from './delivery/room-delivery.ts'
export * from './delivery/room-requests.ts'
export * from './delivery/slow-consumers.ts'
export * from './delivery/subscribe.ts'
export * from './log/positions.ts'
export * from './log/room-log-reader.ts'
export * from './presence.ts'
export * from './rooms/broadcaster.ts'
export * from './rooms/conflate.ts'
export * from './rooms/frames.ts'
export * from './rooms/room-channel.ts'
export * from './rooms/subscriber.ts'
