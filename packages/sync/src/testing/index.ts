/** A log, a server and a transport in memory, and the headless client: for tests, benchmarks and the frontend-only mode. */

export * from './headless-client.ts'
export * from './memory-connection.ts'
export * from './memory-room-log.ts'
export * from './memory-server.ts'
export * from './memory-transport.ts'
export * from './read-model.ts'
