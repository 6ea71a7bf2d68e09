import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** A database on a test server that others are copied from: a copy takes a tenth of what its tables took. */
export interface Template {
  /** Of the server's own database. */
  readonly server: string
  readonly template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: Template
  }
}

/** A new database that is as the template; answers its address. */
export async function copyOf({ server, template }: Template): Promise<string> {
  const name = `ward_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  } finally {
    await client.end()
  }
  const url = new URL(server)
  url.pathname = name
  return url.href
}
