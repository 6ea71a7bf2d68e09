import type { PgliteDatabase } from 'drizzle-orm/pglite'
import { sha256Hex } from '../../commands/digest.ts'

/** One step of the schema as its files give it. */
export interface Migration {
  /** Name of the file without its ending. */
  readonly tag: string
  /** Milliseconds since 1970; the order of the steps. */
  readonly when: number
  readonly text: string
}

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[]
}

/** Returns the steps in the order of drizzle's journal. @param textOf content of `migrations/<tag>.sql` */
export const migrationsFrom = (journal: Journal, textOf: (tag: string) => string): readonly Migration[] =>
  journal.entries.map(({ tag, when }) => ({ tag, when, text: textOf(tag) }))

/** What drizzle's migrator calls after it has read its folder, which a browser cannot. */
interface Migrating {
  readonly session: unknown
  readonly dialect: { migrate(migrations: readonly object[], session: unknown, config: object): Promise<void> }
}

/** Brings the tables up to date; keeps the same record of applied steps as drizzle's migrator. */
export async function migrateInProcess(orm: PgliteDatabase, migrations: readonly Migration[]): Promise<void> {
  const { dialect, session } = orm as unknown as Migrating
  const steps = migrations.map(({ when, text }) => ({
    sql: text.split('--> statement-breakpoint'),
    bps: true,
    folderMillis: when,
    hash: sha256Hex(text),
  }))
  await dialect.migrate(steps, session, {})
}
