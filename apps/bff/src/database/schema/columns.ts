import { audiences } from '@wardline/events'
import { sql } from 'drizzle-orm'
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

/** Compared byte by byte, as JavaScript compares strings, so that a view sorts the same in SQL and in the client. */
export const byteOrderedText = customType<{ data: string }>({ dataType: () => 'text collate "C"' })
export const seq = (name: string) => bigint(name, { mode: 'number' })
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string', precision: 3 })
/** One slot per entry of `audiences`, never reordered. */
export const perAudience = (name: string) => bigint(name, { mode: 'number' }).array()
export const nothingSent = sql.raw(`'{${audiences.map(() => 0).join(',')}}'`)
