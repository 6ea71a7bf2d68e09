import { PostgresServer } from '@wardline/test-kit/servers/postgres'
import type { TestProject } from 'vitest/node'
import { fillTemplate } from './record/snapshot.ts'

/** Starts one PostgreSQL server for all tests of the project `postgres`. */
export default async function setup({ provide }: TestProject) {
  const server = await PostgresServer.start()
  const template = await server.database()
  await fillTemplate(template)
  provide('postgres', { server: server.url(), template: new URL(template).pathname.slice(1) })
  return () => server.stop()
}
