import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { claimDataFolder } from '../database/data-folder.ts'

const cli = path.join(import.meta.dirname, 'rebuild.ts')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wardline-rebuild-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const rebuild = (...views: string[]) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, [cli, ...views], { env: { ...process.env, DATA_DIR: folder } }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    )
  })

it('a view is rebuilt, and the number of rooms is printed', async () => {
  expect(await rebuild('results')).toEqual({ code: 0, output: 'results: rebuilt 0 rooms\n' })
})

it('an unknown view is refused with the list of views', async () => {
  const { code, output } = await rebuild('everything')
  expect(code).toBe(1)
  expect(output).toMatch(/^Unknown view: everything\.[\s\S]*results/)
})

it('a data folder in use is refused with one sentence', async () => {
  const claim = claimDataFolder(folder)
  const { code, output } = await rebuild('results')
  claim.release()
  expect(code).toBe(1)
  expect(output).toMatch(/^Another Wardline \(process \d+\) is using .+; stop it first or choose another DATA_DIR\.\n$/)
})
