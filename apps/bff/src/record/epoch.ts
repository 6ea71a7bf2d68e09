import type { Epoch } from '@wardline/events'
import type { Database } from '../database/database.ts'

/**
 * What makes this database another one than it was: the cluster it lives in, the cluster's timeline, which a promotion or
 * a recovery to a point in time begins anew, and the database itself, which a restored dump is. The embedded database
 * has none of it.
 */
const CLUSTER = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text || ':' ||
    (SELECT timeline_id FROM pg_control_checkpoint())::text || ':' ||
    (SELECT oid FROM pg_database WHERE datname = current_database())::text AS cluster`

/**
 * Begins a new epoch when the database is not where its log was begun: what clients know of positions may not have come
 * along (RT7). One process does it, however many find out. Answers the epoch in force.
 */
export async function epochHere(database: Database): Promise<Epoch> {
  if (!database.onServer) return epochOf(database)
  const [found] = await database.query<{ cluster: string }>('cluster', CLUSTER)
  await database.query(
    'epoch_of_cluster',
    `UPDATE log_epoch SET cluster = $1, epoch = CASE WHEN cluster IS NULL THEN epoch ELSE gen_random_uuid()::text END
     WHERE cluster IS DISTINCT FROM $1`,
    [found?.cluster ?? ''],
  )
  return epochOf(database)
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
