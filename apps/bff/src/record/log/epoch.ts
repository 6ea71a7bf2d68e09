import type { Epoch, EventId } from '@wardline/events'
import type { Database } from '../../database/database.ts'

/**
 * Identity and position of the database. The identity is the cluster, its timeline (new after a promotion or a
 * point-in-time recovery) and the database's oid (new after restoring a dump). `written` is the flushed WAL position: it
 * never decreases by itself, so a lower one means that the cluster was restored. A missing event that is known to have
 * been committed (`$1`) means the same, even when more was written since than was lost.
 */
const CLUSTER = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text || ':' ||
    (SELECT timeline_id FROM pg_control_checkpoint())::text || ':' ||
    (SELECT oid FROM pg_database WHERE datname = current_database())::text AS cluster,
    CASE WHEN pg_is_in_recovery() THEN NULL ELSE (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::text END AS written,
    $1::text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event WHERE event_id = $1) AS lacks`

interface ClusterState {
  readonly cluster: string
  readonly written: string | null
  readonly lacks: boolean
}

/** Epoch of a log and the WAL position of its cluster at that time. */
export interface EpochState {
  readonly epoch: Epoch
  /** Bytes; 0 when unknown. */
  readonly written: bigint
}

/**
 * Returns the current epoch. Renews it first when the database is another one or is behind its last known state: positions
 * that clients know may be invalid (RT7). Concurrent calls of several instances renew it once.
 * @param before the state that this process resolved last
 * @param newest the last event that this process knows to be recorded in that epoch
 */
export async function resolveEpoch(
  database: Database,
  before: EpochState | null = null,
  newest: EventId | null = null,
): Promise<EpochState> {
  if (!database.isServer) return { epoch: await epochOf(database), written: 0n }
  const [found] = await database.query<ClusterState>('cluster', CLUSTER, [newest])
  await database.query(
    'epoch_of_cluster',
    `UPDATE log_epoch SET cluster = $1, epoch = CASE WHEN cluster IS NULL THEN epoch ELSE gen_random_uuid()::text END
     WHERE cluster IS DISTINCT FROM $1`,
    [found?.cluster ?? ''],
  )
  const written = BigInt(found?.written ?? 0)
  const wasRestored = before !== null && (found?.lacks || (found?.written != null && written < before.written))
  const epoch = wasRestored ? await renewEpoch(database, before.epoch) : await epochOf(database)
  return { epoch, written }
}

/** Replaces an epoch, unless another instance has: earlier positions become invalid (RT7). Returns the current one. */
export async function renewEpoch(database: Database, expired: Epoch): Promise<Epoch> {
  await database.query('epoch_renewed', 'UPDATE log_epoch SET epoch = gen_random_uuid()::text WHERE epoch = $1', [expired])
  return epochOf(database)
}

async function epochOf(database: Database): Promise<Epoch> {
  const [row] = await database.query<{ epoch: Epoch }>('epoch', 'SELECT epoch FROM log_epoch')
  if (!row?.epoch) throw new Error('The log has no epoch.')
  return row.epoch
}
