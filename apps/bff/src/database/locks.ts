import type pg from 'pg'

/** A database lock, held until its release or the loss of its connection. */
export interface HeldLock {
  release(): Promise<void>
  /** Resolves when the lock is released or lost. */
  readonly released: Promise<void>
}

/** Locks across all instances that share the database. */
export interface Locks {
  /** Runs a task once no other process holds the name. */
  withLock<T>(name: string, run: () => Promise<T>): Promise<T>
  /** Returns null while another process holds the name. */
  tryAcquire(name: string): Promise<HeldLock | null>
}

/** For the embedded database, which has a single process. */
export const noopLocks: Locks = {
  withLock: (_, run) => run(),
  tryAcquire: async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    return { release: async () => resolve(), released: promise }
  },
}

/** How long an instance waits for a lock: longer than another one takes to fill the demo hospital on a busy machine. */
const LOCK_WITHIN_MS = 600_000

/** PostgreSQL's advisory locks, each on its own connection, because they end with it. */
export function serverLocks(pool: pg.Pool): Locks {
  async function acquire(name: string, text: string): Promise<HeldLock | null> {
    const client = await pool.connect()
    const { promise: released, resolve } = Promise.withResolvers<void>()
    let isReturned = false
    /** Returns the connection to the pool once, intact or broken. */
    function returnConnection(broken: boolean): void {
      if (isReturned) return
      isReturned = true
      client.off('end', lost)
      client.release(broken)
      resolve()
    }
    const lost = () => returnConnection(true)
    client.once('end', lost)
    try {
      // The driver accepts a timeout per statement, which its types lack.
      const query: pg.QueryConfig & { query_timeout: number } = { text, values: [name], query_timeout: LOCK_WITHIN_MS }
      const { rows } = await client.query<{ held: unknown }>(query)
      if (rows[0]?.held === false) {
        returnConnection(false)
        return null
      }
    } catch (error) {
      returnConnection(true)
      throw error
    }
    return {
      released,
      async release() {
        if (isReturned) return
        // If the server does not respond, the locks end with the connection.
        await client.query('SELECT pg_advisory_unlock_all()').then(
          () => returnConnection(false),
          () => returnConnection(true),
        )
      },
    }
  }
  const sqlFor = (call: string) => `SELECT ${call}(hashtextextended($1, 0)) AS held`

  return {
    async withLock(name, run) {
      const lock = await acquire(name, sqlFor('pg_advisory_lock'))
      try {
        return await run()
      } finally {
        await lock?.release()
      }
    },
    tryAcquire: (name) => acquire(name, sqlFor('pg_try_advisory_lock')),
  }
}
