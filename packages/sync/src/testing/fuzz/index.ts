/** Seeded stories of clients on a bad network; for tests under fake timers. */

export * from './fuzz-client.ts'
export * from './fuzz-server.ts'
export * from './network.ts'
export * from './story.ts'
export * from './suite.ts'
