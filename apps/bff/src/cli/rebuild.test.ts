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
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, [cli, ...views], { env: { ...process.env, DATA_DIR: folder } }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, said: stdout + stderr }),
    )
  })

it('makes a view anew and says of how many rooms', async () => {
  expect(await rebuild('results')).toEqual({ code: 0, said: 'results: 0 rooms made anew\n' })
})

it('names the views when one is asked for that nobody knows', async () => {
  const { code, said } = await rebuild('everything')
  expect(code).toBe(1)
  expect(said).toMatch(/^There is no view called everything\.[\s\S]*results/)
})

it('refuses a data folder that is in use, in one sentence', async () => {
  const held = claimDataFolder(folder)
  const { code, said } = await rebuild('results')
  held.release()
  expect(code).toBe(1)
  expect(said).toMatch(/^Another Wardline \(process \d+\) is using .+; stop it first or choose another DATA_DIR\.\n$/)
})
