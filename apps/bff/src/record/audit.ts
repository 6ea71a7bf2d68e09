import type { AuditEntry, AuthenticatedContext } from '../commands/authenticated-context.ts'
import type { Database } from '../database/database.ts'

interface Row extends Omit<AuditEntry, 'at'> {
  readonly at: Date
}

const DEFAULT_LIMIT = 100

/** Returns the audit trail, newest first. Reads of lists and charts are audited by the statement that reads. */
export async function auditTrail(
  database: Database,
  by: { patientId?: string; userId?: string; limit?: number },
): Promise<readonly AuditEntry[]> {
  const values: unknown[] = []
  const equals = (column: string, value: string | undefined) => (value === undefined ? [] : [`${column} = $${values.push(value)}`])
  const conditions = [...equals('patient_id', by.patientId), ...equals('user_id', by.userId)]
  const rows = await database.query<Row>(
    `audit_trail ${conditions.join(' ')}`,
    `SELECT at, user_id AS "userId", name, role, action, patient_id AS "patientId", what, request_id AS "requestId" FROM audit
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY id DESC LIMIT $${values.push(by.limit ?? DEFAULT_LIMIT)}`,
    values,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

type AuditedContext = Pick<AuthenticatedContext, 'actor' | 'requestId' | 'now'>

async function put(
  database: Database,
  action: AuditEntry['action'],
  { actor, requestId, now }: AuditedContext,
  patientId: string | null,
  what: readonly string[],
): Promise<void> {
  await database.query(
    'audit_put',
    `INSERT INTO audit (at, user_id, name, role, action, patient_id, what, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [now().toISOString(), actor.userId, actor.name, actor.role, action, patientId, what, requestId],
  )
}

/** Audits a read that is neither list nor chart: a work sheet, a duplicate check. */
export const auditView = (database: Database, by: AuditedContext, patientId: string, what: readonly string[]): Promise<void> =>
  put(database, 'read', by, patientId, what)

/** Audits an administrator's action that changes no resource. */
export const auditAct = (database: Database, by: AuditedContext, patientId: string | null, what: readonly string[]): Promise<void> =>
  put(database, 'write', by, patientId, what)
