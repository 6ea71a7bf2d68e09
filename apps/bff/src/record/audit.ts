import type { AuditEntry, AuthenticatedContext } from '../commands/authenticated-context.ts'
import type { Database } from '../database/database.ts'

interface Row extends Omit<AuditEntry, 'at'> {
  readonly at: Date
}

const SOME = 100

/** Who read and wrote what, newest first. Reads are written by the very statement that reads. */
export async function auditTrail(
  database: Database,
  by: { patientId?: string; userId?: string; limit?: number },
): Promise<readonly AuditEntry[]> {
  const values: unknown[] = []
  const is = (column: string, value: string | undefined) => (value === undefined ? [] : [`${column} = $${values.push(value)}`])
  const conditions = [...is('patient_id', by.patientId), ...is('user_id', by.userId)]
  const rows = await database.query<Row>(
    `audit_trail ${conditions.join(' ')}`,
    `SELECT at, user_id AS "userId", name, role, action, patient_id AS "patientId", what, request_id AS "requestId" FROM audit
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY id DESC LIMIT $${values.push(by.limit ?? SOME)}`,
    values,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

type Actor = Pick<AuthenticatedContext, 'actor' | 'requestId' | 'now'>

async function put(
  database: Database,
  action: AuditEntry['action'],
  { actor, requestId, now }: Actor,
  patientId: string | null,
  what: readonly string[],
): Promise<void> {
  await database.query(
    'audit_put',
    `INSERT INTO audit (at, user_id, name, role, action, patient_id, what, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [now().toISOString(), actor.userId, actor.name, actor.role, action, patientId, what, requestId],
  )
}

/** A look at something that no list answers: the bench's sheet, a check for duplicates. */
export const auditView = (database: Database, by: Actor, patientId: string, what: readonly string[]): Promise<void> =>
  put(database, 'read', by, patientId, what)

/** An act that changes no resource: what an administrator did. */
export const auditAct = (database: Database, by: Actor, patientId: string | null, what: readonly string[]): Promise<void> =>
  put(database, 'write', by, patientId, what)
