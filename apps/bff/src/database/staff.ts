import type { Role, SignedInUser, UnitId, UserId } from '@wardline/events'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Passwords } from '../auth/passwords.ts'
import type { Staff } from '../auth/sessions.ts'
import type { Database } from './database.ts'
import { session, staff, staffUnit, unit } from './schema/people.ts'

/** SQL for a `SignedInUser` from `staff s`. Pharmacists, laboratory staff and administrators work in every unit. */
export const signedInUser = `json_build_object('userId', s.user_id, 'username', s.username, 'name', s.name, 'nameAr', s.name_ar, 'role', s.role,
  'units', coalesce((SELECT json_agg(json_build_object('unitId', u.unit_id, 'name', u.name, 'nameAr', u.name_ar) ORDER BY u.name)
    FROM unit u WHERE s.role IN ('pharmacist', 'labTechnician', 'administrator')
      OR EXISTS (SELECT 1 FROM staff_unit su WHERE su.user_id = s.user_id AND su.unit_id = u.unit_id)), '[]'))`

/** @param changed called after a user's rights changed */
export function staffIn(database: Database, passwords: Pick<Passwords, 'hash'>, changed: (userId: string) => void): Staff {
  const { orm } = database

  async function setUnits(userId: string, unitIds: readonly string[]) {
    await orm.transaction(async (tx) => {
      await tx.delete(staffUnit).where(eq(staffUnit.userId, userId))
      if (unitIds.length > 0) await tx.insert(staffUnit).values(unitIds.map((unitId) => ({ userId, unitId })))
    })
    changed(userId)
  }

  return {
    setUnits,
    async put({ password, unitIds, ...member }) {
      const row = { ...member, passwordHash: await passwords.hash(password) }
      await orm.insert(staff).values(row).onConflictDoUpdate({ target: staff.userId, set: row })
      await setUnits(member.userId, unitIds)
    },
    async putUnit(row) {
      await orm.insert(unit).values(row).onConflictDoUpdate({ target: unit.unitId, set: row })
    },
    async setActive(userId, active) {
      await orm.update(staff).set({ active }).where(eq(staff.userId, userId))
      changed(userId)
    },
    async setPassword(userId, password) {
      const passwordHash = await passwords.hash(password)
      await orm.transaction(async (tx) => {
        await tx.update(staff).set({ passwordHash }).where(eq(staff.userId, userId))
        await tx
          .update(session)
          .set({ endedAt: sql`now()` })
          .where(and(eq(session.userId, userId), isNull(session.endedAt)))
      })
      changed(userId)
    },
    async byUsername(username) {
      const [row] = await orm.select().from(staff).where(eq(staff.username, username))
      return row ? { userId: row.userId as UserId, passwordHash: row.passwordHash, active: row.active } : null
    },
    async user(userId) {
      const [row] = await database.query<{ user: SignedInUser }>(
        'staff_user',
        `SELECT ${signedInUser} AS user FROM staff s WHERE s.user_id = $1 AND s.active`,
        [userId],
      )
      return row?.user ?? null
    },
    async exists(userId) {
      return (await orm.select({ userId: staff.userId }).from(staff).where(eq(staff.userId, userId))).length > 0
    },
    async all() {
      const members = await orm.select().from(staff).orderBy(asc(staff.username))
      const unitsByUser = Map.groupBy(await orm.select().from(staffUnit), ({ userId }) => userId)
      return members.map(({ passwordHash: _, ...member }) => ({
        ...member,
        userId: member.userId as UserId,
        role: member.role as Role,
        unitIds: (unitsByUser.get(member.userId) ?? []).map(({ unitId }) => unitId as UnitId).sort(),
      }))
    },
    async units() {
      const rows = await orm.select().from(unit).orderBy(asc(unit.unitId))
      return rows.map((row) => ({ ...row, unitId: row.unitId as UnitId }))
    },
  }
}
