import type { Epoch } from '@wardline/events'
import type { Database } from '../database/database.ts'

/**
 * What makes this database another one than it was: the cluster it lives in, the cluster's timeline, which a promotion or
 * a recovery to a point in time begins anew, and the database itself, which a restored dump is. The embedded database
 * has none of it. `written` is how far the cluster has written for good: it never goes back by itself, so a cluster that
 * stands further back was put back as it had been.
 */
const CLUSTER = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text || ':' ||
    (SELECT timeline_id FROM pg_control_checkpoint())::text || ':' ||
    (SELECT oid FROM pg_database WHERE datname = current_database())::text AS cluster,
    CASE WHEN pg_is_in_recovery() THEN NULL ELSE (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::text END AS written`

/** The life of a log, and how far its cluster had written when it was seen so. */
export interface Life {
  readonly epoch: Epoch
  /** Bytes; 0 where that is not known. */
  readonly written: bigint
}

/**
 * Begins a new epoch when the database is not where its log was begun, or not as far as it was seen: what clients know of
 * positions may not have come along (RT7). One process does it, however many find out. Answers the life in force.
 * @param seen how it was seen before by this process
 */
export async function lifeHere(database: Database, seen: Life | null = null): Promise<Life> {
  if (!database.onServer) return { epoch: await epochOf(database), written: 0n }
  const [found] = await database.query<{ cluster: string; written: string | null }>('cluster', CLUSTER)
  await database.query(
    'epoch_of_cluster',
    `UPDATE log_epoch SET cluster = $1, epoch = CASE WHEN cluster IS NULL THEN epoch ELSE gen_random_uuid()::text END
     WHERE cluster IS DISTINCT FROM $1`,
    [found?.cluster ?? ''],
  )
  const written = BigInt(found?.written ?? 0)
  const wentBack = seen !== null && found?.written != null && written < seen.written
  const epoch = wentBack ? await renewEpoch(database, seen.epoch) : await epochOf(database)
  return { epoch, written }
}

/** Ends an epoch, unless somebody else has: positions of before are worth nothing from now on (RT7). Answers the one in force. */
export async function renewEpoch(database: Database, ended: Epoch): Promise<Epoch> {
  await database.query('epoch_renewed', 'UPDATE log_epoch SET epoch = gen_random_uuid()::text WHERE epoch = $1', [ended])
  return epochOf(database)
}

async function epochOf(database: Database): Promise<Epoch> {
  const [life] = await database.query<{ epoch: Epoch }>('epoch', 'SELECT epoch FROM log_epoch')
  if (!life?.epoch) throw new Error('The log has no epoch.')
  return life.epoch
}
