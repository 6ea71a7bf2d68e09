import type pg from 'pg'

/** A connection leased for one statement. */
export interface ConnectionLease {
  readonly client: pg.PoolClient
  /** @param broken closes the connection instead of reusing it */
  release(broken: boolean): void
}
export type LeaseConnection = () => Promise<ConnectionLease>

/** For a database server: one pooled connection per running statement. */
export const perStatement =
  (pool: pg.Pool): LeaseConnection =>
  async () => {
    const client = await pool.connect()
    return { client, release: (broken) => client.release(broken) }
  }

interface SharedLease {
  readonly client: Promise<pg.PoolClient>
  leases: number
  isOpen: boolean
  broken: boolean
}

/**
 * For the embedded database with its one connection: concurrent statements share it, sent at once and answered in order,
 * each with its own Sync. A transaction waits for exclusive use and is not overtaken: once it waits, no statement joins.
 */
export function pipelined(pool: pg.Pool): LeaseConnection {
  let current: SharedLease | null = null

  function begin(): SharedLease {
    const shared: SharedLease = { client: pool.connect(), leases: 0, isOpen: false, broken: false }
    const opened = () => {
      shared.isOpen = true
    }
    shared.client.then(opened, () => end(shared))
    return shared
  }
  function end(ended: SharedLease): void {
    if (current === ended) current = null
  }

  return async () => {
    if (!current || (current.isOpen && pool.waitingCount > 0)) current = begin()
    const lease = current
    lease.leases += 1
    const client = await lease.client
    return {
      client,
      release(broken) {
        lease.broken ||= broken
        lease.leases -= 1
        if (lease.leases > 0) return
        end(lease)
        client.release(lease.broken)
      },
    }
  }
}
