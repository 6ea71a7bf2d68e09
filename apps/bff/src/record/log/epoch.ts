import type { Epoch, EventId } from '@wardline/events'
import type { Database } from '../../database/database.ts'

/**
 * What makes this database another one than it was: the cluster it lives in, the cluster's timeline, which a promotion or
 * a recovery to a point in time begins anew, and the database itself, which a restored dump is. The embedded database
 * has none of it. `written` is how far the cluster has written for good: it never goes back by itself, so a cluster that
 * stands further back was put back as it had been. So was one that lacks an event (`$1`) that is known to have been
 * committed to it: by then it may have written more than was lost.
 */
const CLUSTER = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text || ':' ||
    (SELECT timeline_id FROM pg_control_checkpoint())::text || ':' ||
    (SELECT oid FROM pg_database WHERE datname = current_database())::text AS cluster,
    CASE WHEN pg_is_in_recovery() THEN NULL ELSE (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::text END AS written,
    $1::text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event WHERE event_id = $1) AS lacks`

interface Found {
  readonly cluster: string
  readonly written: string | null
  readonly lacks: boolean
}

/** The life of a log, and how far its cluster had written when it was seen so. */
export interface EpochState {
  readonly epoch: Epoch
  /** Bytes; 0 where that is not known. */
  readonly written: bigint
}

/**
 * Begins a new epoch when the database is not where its log was begun, or not as far as it was seen: what clients know of
 * positions may not have come along (RT7). One process does it, however many find out. Answers the life in force.
 * @param seen how it was seen before by this process
 * @param newest the event that this process knows to have been recorded last in that life
 */
export async function resolveEpoch(database: Database, seen: EpochState | null = null, newest: EventId | null = null): Promise<EpochState> {
  if (!database.onServer) return { epoch: await epochOf(database), written: 0n }
  const [found] = await database.query<Found>('cluster', CLUSTER, [newest])
  await database.query(
    'epoch_of_cluster',
    `UPDATE log_epoch SET cluster = $1, epoch = CASE WHEN cluster IS NULL THEN epoch ELSE gen_random_uuid()::text END
     WHERE cluster IS DISTINCT FROM $1`,
    [found?.cluster ?? ''],
  )
  const written = BigInt(found?.written ?? 0)
  const wentBack = seen !== null && (found?.lacks || (found?.written != null && written < seen.written))
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
