import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Patient } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { hospital } from '../testing/hospital.ts'
import type { ImportCounts, SetAside } from './desk.ts'
import { filesIn } from './files.ts'
import { importOverHttp } from './over-http.ts'

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
const nobody = { surveyed() {}, progressed() {}, setAside() {} }
const asIs = { dryRun: false, datesNow: false }

describe('handing files to a running product', () => {
  it('takes them in with progress and report, and keeps nothing of the upload', async () => {
    const seen: { total: number; counts: ImportCounts | null; faults: SetAside[] } = { total: 0, counts: null, faults: [] }
    const progress = await importOverHttp(as('admin'), await filesIn([folder]), asIs, {
      surveyed(total) {
        seen.total = total
      },
      progressed(counts) {
        seen.counts = counts
      },
      setAside: (fault) => seen.faults.push(fault),
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
    const progress = await importOverHttp(as('admin'), await filesIn([folder]), asIs, nobody)
    expect(progress.counts).toMatchObject({ created: 0, unchanged: 1, failed: 1 })
  })

  it('is the administrator’s', async () => {
    await expect(importOverHttp(as('dr.amal'), await filesIn([folder]), asIs, nobody)).rejects.toThrow('NOT_ALLOWED')
    await expect(importOverHttp({ ...as('admin'), password: 'wrong' }, await filesIn([folder]), asIs, nobody)).rejects.toThrow(
      'WRONG_SIGN_IN',
    )
  })
})

describe('what the door refuses', () => {
  const post = (form: FormData, headers: Record<string, string> = {}) =>
    fetch(new URL('/api/imports', app.url), { method: 'POST', body: form, headers })

  it('nobody, and a page of another origin that brings the administrator’s cookie', async () => {
    expect((await post(new FormData())).status).toBe(401)
    const { cookie } = await app.signIn('admin')
    expect((await post(new FormData(), { cookie, origin: 'https://elsewhere.example' })).status).toBe(403)
  })

  it('files that are none of ours, by a name that leads out of the folder', async () => {
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
