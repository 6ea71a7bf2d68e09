import type { UserId } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nativePasswords } from '../auth/native-passwords.ts'
import type { Staff } from '../auth/sessions.ts'
import { newId } from '../commands/ids.ts'
import type { Database } from '../database/database.ts'
import { sessionsIn } from '../database/sessions.ts'
import { staffIn } from '../database/staff.ts'
import { openTestDatabase } from '../testing/record/snapshot.ts'
import { readStaffCommand } from './staff-arguments.ts'
import { runStaffCommand } from './staff-commands.ts'

let database: Database
let staff: Staff
const notified: string[] = []
beforeAll(async () => {
  database = await openTestDatabase()
  staff = staffIn(database, nativePasswords, (userId) => notified.push(userId))
})
afterAll(() => database.close())

/** Runs a staff command and returns its output. */
async function run(args: readonly string[], password = 'correct horse battery'): Promise<string> {
  const output: string[] = []
  await runStaffCommand({ staff, newId, askPassword: async () => password, print: (line) => output.push(line) }, readStaffCommand(args))
  return output.join('\n')
}
const mona = ['add', 'dr.mona', '--name', 'Dr Mona Salih', '--role', 'physician', '--unit', 'ward-3', '--id', 'u-mona']

describe('a command line', () => {
  it.each([
    [[], 'Missing command.'],
    [['promote', 'dr.mona'], 'Unknown command: promote.'],
    [['add'], 'add requires a name'],
    [['add', 'dr.mona', '--role', 'physician'], 'add requires --name'],
    [['add', 'dr.mona', '--name', 'Mona', '--role', 'surgeon'], '--role must be one of physician'],
    [['add', 'dr.mona', '--name', 'Mona', '--role', 'nurse', '--password', 'secret'], '--password'],
    [['unit', 'ward 7', '--name', 'Ward 7'], 'letters, digits'],
    [['disable', 'dr.mona', 'dr.amal'], 'Unexpected argument: dr.amal'],
  ])('%j is refused with a sentence', (args, sentence) => {
    expect(() => readStaffCommand(args)).toThrow(sentence)
  })
})

describe('the staff commands', () => {
  it('add a user with units', async () => {
    expect(await run(mona)).toContain('Added Dr Mona Salih (physician) as dr.mona')
    expect(await staff.user('u-mona')).toMatchObject({ name: 'Dr Mona Salih', role: 'physician', units: [{ unitId: 'ward-3' }] })
    const member = await staff.byUsername('dr.mona')
    expect(await nativePasswords.matches('correct horse battery', member?.passwordHash ?? '')).toBe(true)
  })

  it('refuse a taken user name or id and an unknown user', async () => {
    await expect(run(mona)).rejects.toThrow('The user name dr.mona is taken.')
    await expect(run(['add', 'dr.other', ...mona.slice(2)])).rejects.toThrow('The id u-mona is taken.')
    await expect(run(['disable', 'dr.unknown'])).rejects.toThrow('Unknown user: dr.unknown.')
  })

  it('refuse an unknown unit and list the known ones', async () => {
    await expect(run(['units', 'dr.mona', '--unit', 'ward-9'])).rejects.toThrow('Unknown unit: ward-9. Units: registry, ward-3, ward-5.')
    await run(['unit', 'ward-9', '--name', 'Ward 9 · Maternity', '--name-ar', 'جناح ٩'])
    await run(['units', 'dr.mona', '--unit', 'ward-9'])
    expect((await staff.user('u-mona'))?.units).toEqual([{ unitId: 'ward-9', name: 'Ward 9 · Maternity', nameAr: 'جناح ٩' }])
  })

  it('end the sessions of a user who is disabled or gets a new password, and notify the instances (RT10)', async () => {
    const sessions = sessionsIn(
      database,
      60_000,
      () => new Date(),
      () => {},
    )
    const [first, other] = [await sessions.begin('u-mona' as UserId), await sessions.begin('u-amal' as UserId)]
    notified.length = 0
    await run(['password', 'dr.mona'], 'another long password')
    expect(await sessions.bySecret(first.secret)).toBeNull()
    const second = await sessions.begin('u-mona' as UserId)
    await run(['disable', 'dr.mona'])
    expect(await sessions.bySecret(second.secret)).toBeNull()
    expect(await sessions.bySecret(other.secret)).not.toBeNull()
    expect(await run(['list'])).toMatch(/dr\.mona {2}Dr Mona Salih {2}physician {2}ward-9 {2}disabled/)
    await run(['enable', 'dr.mona'])
    expect(await staff.user('u-mona')).not.toBeNull()
    expect(notified).toEqual(['u-mona', 'u-mona', 'u-mona'])
  })
})
