import type pg from 'pg'

/** A lock of the database that is held until it is given back, or its connection breaks. */
export interface Held {
  release(): Promise<void>
  /** Resolves when the lock is gone, given back or lost. */
  readonly over: Promise<void>
}

/** Lets one process at a time do what must not be done twice at once. */
export interface Locks {
  /** Runs once nobody else holds the name. */
  alone<T>(name: string, run: () => Promise<T>): Promise<T>
  /** null while another process holds the name. */
  tryHold(name: string): Promise<Held | null>
}

/** The embedded database has one process. */
export const noopLocks: Locks = {
  alone: (_, run) => run(),
  tryHold: async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    return { release: async () => resolve(), over: promise }
  },
}

/**
 * How long one process waits for another that fills the demo hospital or migrates: on a busy machine far longer than any
 * other statement may take.
 */
const TURN_WITHIN_MS = 600_000

/** PostgreSQL's advisory locks: each on a connection of its own, because with it they end. */
export function serverLocks(pool: pg.Pool): Locks {
  async function take(name: string, text: string): Promise<Held | null> {
    const client = await pool.connect()
    const { promise: over, resolve } = Promise.withResolvers<void>()
    let given = false
    /** The pool gets its connection back once, whole or broken. */
    function giveBack(broken: boolean): void {
      if (given) return
      given = true
      client.off('end', lost)
      client.release(broken)
      resolve()
    }
    const lost = () => giveBack(true)
    client.once('end', lost)
    try {
      // The driver reads this limit of a single statement; its types do not have it.
      const query: pg.QueryConfig & { query_timeout: number } = { text, values: [name], query_timeout: TURN_WITHIN_MS }
      const { rows } = await client.query<{ held: unknown }>(query)
      if (rows[0]?.held === false) {
        giveBack(false)
        return null
      }
    } catch (error) {
      giveBack(true)
      throw error
    }
    return {
      over,
      async release() {
        if (given) return
        // Where the server does not answer, what the session holds goes with its connection.
        await client.query('SELECT pg_advisory_unlock_all()').then(
          () => giveBack(false),
          () => giveBack(true),
        )
      },
    }
  }
  const named = (call: string) => `SELECT ${call}(hashtextextended($1, 0)) AS held`

  return {
    async alone(name, run) {
      const held = await take(name, named('pg_advisory_lock'))
      try {
        return await run()
      } finally {
        await held?.release()
      }
    },
    tryHold: (name) => take(name, named('pg_try_advisory_lock')),
  }
}
