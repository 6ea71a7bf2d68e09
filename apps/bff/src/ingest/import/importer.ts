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
 * Under whose name files go in from the command line: whoever can open the data folder is its administrator.
 * The account has a password nobody knows, so nobody signs in as it.
 */
export async function importerIn(staff: Pick<Staff, 'user' | 'put'>): Promise<SignedInUser> {
  const known = await staff.user(importer.userId)
  if (known) return known
  await staff.put({ ...importer, password: randomBytes(32).toString('base64url'), unitIds: [] })
  const made = await staff.user(importer.userId)
  if (!made) throw new Error('The account for imports was not made.')
  return made
}
