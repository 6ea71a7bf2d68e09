import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nativePasswords } from '../auth/native-passwords.ts'
import { claimDataFolder } from '../database/data-folder.ts'
import { openDatabase } from '../database/open-database.ts'
import { staffIn } from '../database/staff.ts'
import { resolveEpoch } from '../record/log/epoch.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wardline-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const script = (name: string) => path.join(import.meta.dirname, `${name}.ts`)

function run(name: string, args: readonly string[], input = ''): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script(name), ...args], { env: { PATH: process.env.PATH ?? '', DATA_DIR: folder } })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output += text
      })
    child.once('close', (code) => resolve({ code, output }))
    child.stdin.end(input)
  })
}
async function withDatabase<T>(use: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>): Promise<T> {
  const database = await openDatabase({ folder })
  return use(database).finally(() => database.close())
}

/** Each command starts a process that opens a database. */
const SLOW_MS = 180_000

describe('from the command line', { timeout: SLOW_MS }, () => {
  it('an empty hospital gets its first administrator, with the password from standard input', async () => {
    const add = ['add', 'admin', '--name', 'Site administrator', '--role', 'administrator']
    expect(await run('staff', add, 'short\n')).toEqual({ code: 1, output: 'The password must have at least 12 characters.\n' })
    expect(await run('staff', add, 'a long enough one\nignored\n')).toMatchObject({ code: 0 })
    const member = await withDatabase((database) => staffIn(database, nativePasswords, () => {}).byUsername('admin'))
    expect(await nativePasswords.matches('a long enough one', member?.passwordHash ?? '')).toBe(true)
  })

  it('RT7: renew-epoch starts a new epoch for a restored log', async () => {
    const before = await withDatabase(async (database) => (await resolveEpoch(database)).epoch)
    expect(await run('renew-epoch', [])).toEqual({ code: 0, output: 'Started a new epoch: every client refetches its lists.\n' })
    expect(await withDatabase(async (database) => (await resolveEpoch(database)).epoch)).not.toBe(before)
  })

  it('a data folder in use is refused with one sentence', async () => {
    const claim = claimDataFolder(folder)
    for (const [name, args] of [
      ['renew-epoch', []],
      ['staff', ['list']],
    ] as const) {
      const { code, output } = await run(name, args)
      expect(code).toBe(1)
      expect(output).toMatch(/^Another Wardline .* is using .*; stop it first or choose another DATA_DIR\.\n$/)
    }
    claim.release()
  })
})
