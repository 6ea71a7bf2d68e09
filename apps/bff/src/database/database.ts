import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { Refusal } from '../commands/refusal.ts'
import type { Locks } from './locks.ts'

/** The database is unreachable or the connection broke: reported to clients as an outage, not as an error of their request. */
export class DatabaseOutage extends Refusal {
  override readonly name = 'DatabaseOutage'

  constructor(cause?: unknown) {
    super('OUTAGE', null, { cause })
  }
}

export interface Database {
  /** For the small tables, typed by their schema. */
  readonly orm: PgDatabase<PgQueryResultHKT>
  /** Runs a prepared statement. A name must always have the same text. */
  query<Row extends object>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  /** True on a server that other processes share. */
  readonly isServer: boolean
  readonly locks: Locks
  /** Called for each new connection: it may lead to another database than before. */
  onConnection(listener: () => void): void
  /** Updates the planner's statistics. */
  analyse(): Promise<void>
  /** Returns a tar of the data folder for starting other databases; embedded database only. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}
