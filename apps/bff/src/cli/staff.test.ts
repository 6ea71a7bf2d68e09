import type { UserId } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nativePasswords } from '../auth/native-passwords.ts'
import type { Staff } from '../auth/sessions.ts'
import { newId } from '../commands/ids.ts'
import type { Database } from '../database/database.ts'
import { sessionsIn } from '../database/sessions.ts'
import { staffIn } from '../database/staff.ts'
import { openTestDatabase } from '../testing/snapshot.ts'
import { readStaffCommand } from './staff-arguments.ts'
import { atStaffDesk } from './staff-commands.ts'

let database: Database
let staff: Staff
const told: string[] = []
beforeAll(async () => {
  database = await openTestDatabase()
  staff = staffIn(database, nativePasswords, (userId) => told.push(userId))
})
afterAll(() => database.close())

/** Answers what was said. */
async function type(words: readonly string[], password = 'correct horse battery'): Promise<string> {
  const said: string[] = []
  await atStaffDesk({ staff, newId, askPassword: async () => password, say: (line) => said.push(line) }, readStaffCommand(words))
  return said.join('\n')
}
const mona = ['add', 'dr.mona', '--name', 'Dr Mona Salih', '--role', 'physician', '--unit', 'ward-3', '--id', 'u-mona']

describe('what was typed', () => {
  it.each([
    [[], 'Say what to do.'],
    [['promote', 'dr.mona'], 'There is no promote.'],
    [['add'], 'add needs whom'],
    [['add', 'dr.mona', '--role', 'physician'], 'needs a --name'],
    [['add', 'dr.mona', '--name', 'Mona', '--role', 'surgeon'], '--role is one of physician'],
    [['add', 'dr.mona', '--name', 'Mona', '--role', 'nurse', '--password', 'secret'], '--password'],
    [['unit', 'ward 7', '--name', 'Ward 7'], 'letters, digits'],
    [['disable', 'dr.mona', 'dr.amal'], 'one word too many'],
  ])('%j is refused with a sentence', (words, sentence) => {
    expect(() => readStaffCommand(words)).toThrow(sentence)
  })
})

describe('the staff desk', () => {
  it('lets somebody in, with the units they work in', async () => {
    expect(await type(mona)).toContain('Dr Mona Salih (physician) may sign in as dr.mona')
    expect(await staff.user('u-mona')).toMatchObject({ name: 'Dr Mona Salih', role: 'physician', units: [{ unitId: 'ward-3' }] })
    const member = await staff.byUsername('dr.mona')
    expect(await nativePasswords.matches('correct horse battery', member?.passwordHash ?? '')).toBe(true)
  })

  it('never makes one person into another', async () => {
    await expect(type(mona)).rejects.toThrow('Somebody is called dr.mona already.')
    await expect(type(['add', 'dr.other', ...mona.slice(2)])).rejects.toThrow('Somebody has the id u-mona already.')
    await expect(type(['disable', 'dr.nobody'])).rejects.toThrow('Nobody is called dr.nobody.')
  })

  it('knows the units', async () => {
    await expect(type(['units', 'dr.mona', '--unit', 'ward-9'])).rejects.toThrow(
      'There is no unit ward-9. There are registry, ward-3, ward-5.',
    )
    await type(['unit', 'ward-9', '--name', 'Ward 9 · Maternity', '--name-ar', 'جناح ٩'])
    await type(['units', 'dr.mona', '--unit', 'ward-9'])
    expect((await staff.user('u-mona'))?.units).toEqual([{ unitId: 'ward-9', name: 'Ward 9 · Maternity', nameAr: 'جناح ٩' }])
  })

  it('ends the sign-ins of somebody who is disabled or gets another password, and tells the screens (RT10)', async () => {
    const sessions = sessionsIn(
      database,
      60_000,
      () => new Date(),
      () => {},
    )
    const [first, other] = [await sessions.begin('u-mona' as UserId), await sessions.begin('u-amal' as UserId)]
    told.length = 0
    await type(['password', 'dr.mona'], 'another long password')
    expect(await sessions.bySecret(first.secret)).toBeNull()
    const second = await sessions.begin('u-mona' as UserId)
    await type(['disable', 'dr.mona'])
    expect(await sessions.bySecret(second.secret)).toBeNull()
    expect(await sessions.bySecret(other.secret)).not.toBeNull()
    expect(await type(['list'])).toMatch(/dr\.mona {2}Dr Mona Salih {2}physician {2}ward-9 {2}disabled/)
    await type(['enable', 'dr.mona'])
    expect(await staff.user('u-mona')).not.toBeNull()
    expect(told).toEqual(['u-mona', 'u-mona', 'u-mona'])
  })
})
