import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Patient } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../testing/app.ts'
import { hospital } from '../../testing/hospital.ts'
import { importRemotely } from '../command-line/remote-import.ts'
import { filesIn } from '../files/import-files.ts'
import { importStoreIn } from '../import/import-store.ts'
import type { ImportCounts, ImportProgress, SetAside } from '../import/import-types.ts'

let app: TestApp
let folder: string
beforeAll(async () => {
  app = await openTestApp()
  folder = await mkdtemp(path.join(tmpdir(), 'wardline-upload-'))
  const patient: Patient = { resourceType: 'Patient', id: 'up-1', name: [{ family: 'Uploaded' }], gender: 'female' }
  await writeFile(
    path.join(folder, 'Patient.ndjson'),
    `${JSON.stringify(patient)}\n${JSON.stringify({ ...patient, id: 'up-2', gender: 'F' })}`,
  )
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const as = (username: string) => ({ server: app.url, username, password: hospital.password })
const noListener = { onScanned() {}, onProgress() {}, onSetAside() {} }
const defaultOptions = { dryRun: false, datesNow: false }

describe('an upload to a running server', () => {
  it('is imported with progress and report, and its files are removed', async () => {
    const seen: { total: number; counts: ImportCounts | null; faults: SetAside[] } = { total: 0, counts: null, faults: [] }
    const progress = await importRemotely(as('admin'), await filesIn([folder]), defaultOptions, {
      onScanned(total) {
        seen.total = total
      },
      onProgress(counts) {
        seen.counts = counts
      },
      onSetAside: (fault) => seen.faults.push(fault),
    })
    expect(progress).toMatchObject({ state: 'done', by: 'Site administrator', files: ['Patient.ndjson'], trouble: null })
    expect(seen).toMatchObject({
      total: 2,
      counts: { read: 2, created: 1, failed: 1 },
      faults: [{ file: 'Patient.ndjson', index: 1, path: 'Patient.gender' }],
    })
    await expect.poll(() => readdir(app.uploads).catch(() => [])).toEqual([])
  })

  it('changes nothing the second time', async () => {
    const progress = await importRemotely(as('admin'), await filesIn([folder]), defaultOptions, noListener)
    expect(progress.counts).toMatchObject({ created: 0, unchanged: 1, failed: 1 })
  })

  it('is refused to users other than administrators', async () => {
    await expect(importRemotely(as('dr.amal'), await filesIn([folder]), defaultOptions, noListener)).rejects.toThrow('NOT_ALLOWED')
    await expect(
      importRemotely({ ...as('admin'), password: 'wrong' }, await filesIn([folder]), defaultOptions, noListener),
    ).rejects.toThrow('WRONG_SIGN_IN')
  })
})

describe('the progress of an import', () => {
  const upload = async (username: 'admin') => {
    const { token } = await app.signIn(username)
    const form = new FormData()
    form.append('files', new Blob([JSON.stringify({ resourceType: 'Patient', id: 'up-3', gender: 'female' })]), 'Patient.ndjson')
    const answer = await fetch(new URL('/api/imports', app.url), {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${token}` },
    })
    return (await answer.json()) as ImportProgress
  }
  const otherStore = (now = () => new Date()) => importStoreIn(app.core.database, now)

  it('can be read on another instance as soon as the upload is accepted', async () => {
    const { importId } = await upload('admin')
    expect((await otherStore().list())[0]).toMatchObject({ importId, by: 'Site administrator' })
    await expect.poll(async () => (await otherStore().report(importId))?.progress.state).toBe('done')
    expect(await otherStore().report('nothing')).toBeNull()
  })

  it('shows a failure when the process stopped updating it, until a final result is saved', async () => {
    const started = (await otherStore().list())[0] as ImportProgress
    const running = { ...started, importId: 'on-the-way', state: 'running', finishedAt: null, startedAt: new Date().toISOString() } as const
    await otherStore().create(running)
    await otherStore().saveProgress({ progress: { ...running, total: 10 }, setAside: [] })
    expect((await otherStore().list())[0]).toMatchObject({ importId: 'on-the-way', state: 'running', total: 10 })
    const ended = { ...running, state: 'done', finishedAt: new Date().toISOString() } as const
    const later = () => new Date(Date.now() + 61_000)
    expect((await otherStore(later).report('on-the-way'))?.progress).toMatchObject({
      state: 'failed',
      trouble: 'The server was stopped. Run the import again to continue.',
      finishedAt: expect.any(String),
    })
    await otherStore().saveProgress({ progress: ended, setAside: [] })
    await otherStore().saveProgress({ progress: { ...running, total: 9 }, setAside: [] })
    expect((await otherStore(later).report('on-the-way'))?.progress).toEqual(ended)
  })

  it('is kept for the newest twenty imports', async () => {
    const [newest] = await otherStore().list()
    const startedAt = (n: number) => new Date(Date.now() + n).toISOString()
    for (let n = 1; n <= 25; n++)
      await otherStore().create({ ...(newest as ImportProgress), importId: `kept-${n}`, startedAt: startedAt(n) })
    const ids = (await otherStore().list()).map(({ importId }) => importId)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([20, 'kept-25', 'kept-6'])
    expect(await otherStore().report('kept-5')).toBeNull()
  })
})

describe('the upload route', () => {
  const post = (form: FormData, headers: Record<string, string> = {}) =>
    fetch(new URL('/api/imports', app.url), { method: 'POST', body: form, headers })

  it('refuses requests without a session and cross-origin requests with a session cookie', async () => {
    expect((await post(new FormData())).status).toBe(401)
    const { cookie } = await app.signIn('admin')
    expect((await post(new FormData(), { cookie, origin: 'https://elsewhere.example' })).status).toBe(403)
  })

  it('refuses other file types and strips folders from file names', async () => {
    const { token } = await app.signIn('admin')
    const form = new FormData()
    form.append('files', new Blob(['x']), '../../../outside.exe')
    const answer = await post(form, { authorization: `Bearer ${token}` })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { refusal: { code: 'INVALID_INPUT', detail: { rule: 'no .json or .ndjson file' } } },
    ])
    expect(await readdir(app.uploads).catch(() => [])).toEqual([])
  })
})
