import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { Refusal } from '../commands/refusal.ts'
import type { Locks } from './locks.ts'

/** The database cannot be reached or broke off; nothing is wrong with what was asked, and whoever asked is told so. */
export class DatabaseOutage extends Refusal {
  override readonly name = 'DatabaseOutage'

  constructor(cause?: unknown) {
    super('OUTAGE', null, { cause })
  }
}

export interface Database {
  /** For the small tables: typed by their schema. */
  readonly orm: PgDatabase<PgQueryResultHKT>
  /** One prepared statement. Its name must be used for this one text only. */
  query<Row extends object>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  /** On a server that other processes may use as well. */
  readonly onServer: boolean
  readonly locks: Locks
  /** Calls back with each connection that is made anew: what answers there may be another database than before. */
  onConnection(listener: () => void): void
  /** Takes note of how large the tables have become, so that statements are planned for what is there. */
  analyse(): Promise<void>
  /** A tar of everything to start other databases from; only the embedded one has it. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}
