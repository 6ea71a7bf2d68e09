import { randomBytes } from 'node:crypto'
import type { SignedInUser, UserId } from '@wardline/events'
import type { Staff } from '../../auth/sessions.ts'

const importer = {
  userId: 'system-import' as UserId,
  username: 'system.import',
  name: 'Import',
  nameAr: 'الاستيراد',
  role: 'administrator' as const,
}

/**
 * Returns the account that records command-line imports, creating it if missing: access to the data folder implies administrator
 * rights. The account has a random password, so sign-in is impossible.
 */
export async function importerIn(staff: Pick<Staff, 'user' | 'put'>): Promise<SignedInUser> {
  const known = await staff.user(importer.userId)
  if (known) return known
  await staff.put({ ...importer, password: randomBytes(32).toString('base64url'), unitIds: [] })
  const made = await staff.user(importer.userId)
  if (!made) throw new Error('The import account could not be created.')
  return made
}
