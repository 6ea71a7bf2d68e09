import type pg from 'pg'

/** A connection for the time of one statement. */
export interface Borrowed {
  readonly client: pg.PoolClient
  /** @param broken it is thrown away instead of being used again. */
  giveBack(broken: boolean): void
}
export type Borrow = () => Promise<Borrowed>

/** A server has a connection for each statement under way. */
export const perStatement =
  (pool: pg.Pool): Borrow =>
  async () => {
    const client = await pool.connect()
    return { client, giveBack: (broken) => client.release(broken) }
  }

interface Ride {
  readonly client: Promise<pg.PoolClient>
  riders: number
  begun: boolean
  broken: boolean
}

/**
 * The embedded database has one connection: statements that are asked while others are under way go along on it, sent at
 * once and answered in order, each with its own Sync. Whoever waits for the connection to have it alone (a transaction)
 * is not overtaken: from then on nobody joins.
 */
export function pipelined(pool: pg.Pool): Borrow {
  let ride: Ride | null = null

  function begin(): Ride {
    const begun: Ride = { client: pool.connect(), riders: 0, begun: false, broken: false }
    const started = () => {
      begun.begun = true
    }
    begun.client.then(started, () => end(begun))
    return begun
  }
  function end(over: Ride): void {
    if (ride === over) ride = null
  }

  return async () => {
    if (!ride || (ride.begun && pool.waitingCount > 0)) ride = begin()
    const own = ride
    own.riders += 1
    const client = await own.client
    return {
      client,
      giveBack(broken) {
        own.broken ||= broken
        own.riders -= 1
        if (own.riders > 0) return
        end(own)
        client.release(own.broken)
      },
    }
  }
}
