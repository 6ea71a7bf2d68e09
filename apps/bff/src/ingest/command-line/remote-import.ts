import { openAsBlob } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { ImportFile } from '../files/import-files.ts'
import type { ImportListener, ImportOptions } from '../import/import.ts'
import type { ImportReport } from '../import/import-types.ts'

/** The server refused the import; the message is shown on the terminal. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused'
}

/** Polling interval of the progress: the bar moves without loading the server. */
const POLL_INTERVAL_MS = 500

async function readJson<T>(response: Response, action: string): Promise<T> {
  if (response.ok) return (await response.json()) as T
  const { refusal, error } = (await response.json().catch(() => ({}))) as { refusal?: { code?: string }; error?: unknown }
  throw new ImportRefused(`${action} was refused (${refusal?.code ?? (typeof error === 'string' ? error : response.status)}).`)
}

async function signIn(server: string, username: string, password: string): Promise<string> {
  const response = await fetch(new URL('/api/auth/login', server), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(server).origin },
    body: JSON.stringify({ username, password }),
  })
  return (await readJson<{ accessToken: string }>(response, 'Sign-in')).accessToken
}

async function send(server: string, token: string, files: readonly ImportFile[], { dryRun, datesNow }: ImportOptions): Promise<string> {
  const form = new FormData()
  if (dryRun) form.set('dryRun', 'true')
  if (datesNow) form.set('dates', 'now')
  for (const file of files) form.append('files', await openAsBlob(file.path), file.name)
  const response = await fetch(new URL('/api/imports', server), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  return (await readJson<{ importId: string }>(response, 'The import')).importId
}

async function reportOf(server: string, token: string, importId: string): Promise<ImportReport> {
  const url = new URL('/trpc/imports.report', server)
  url.searchParams.set('input', JSON.stringify({ importId }))
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  return (await readJson<{ result: { data: ImportReport } }>(response, 'Reading the import progress')).result.data
}

export interface ServerLogin {
  readonly server: string
  readonly username: string
  readonly password: string
}

/** Uploads files to a running server and polls the progress until the import has finished. */
export async function importRemotely(
  { server, username, password }: ServerLogin,
  files: readonly ImportFile[],
  options: ImportOptions,
  listener: ImportListener,
): Promise<ImportReport['progress']> {
  const token = await signIn(server, username, password)
  const importId = await send(server, token, files, options)
  let hasTotal = false
  for (;;) {
    const { progress, setAside } = await reportOf(server, token, importId)
    if (progress.total !== null && !hasTotal) {
      listener.onScanned(progress.total)
      hasTotal = true
    }
    if (hasTotal) listener.onProgress(progress.counts)
    if (progress.finishedAt !== null) {
      setAside.forEach(listener.onSetAside)
      return progress
    }
    await wait(POLL_INTERVAL_MS)
  }
}
