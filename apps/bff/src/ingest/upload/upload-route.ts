import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { filesIn, type ImportFile } from '../files/import-files.ts'
import type { ImportStarter } from '../import/import-types.ts'

export interface UploadOptions {
  readonly desk: ImportStarter
  /** Folder of uploaded files until they are imported; emptied after each import. */
  readonly folder: string
  /** Authenticates by cookie (with an origin check) or bearer token. Throws a Refusal without a session. */
  readonly signedIn: (request: FastifyRequest) => Promise<AuthenticatedContext>
}

/** Large enough for a national extract in one file; larger files are imported with the command line. */
const MAX_FILE_BYTES = 2 * 1024 ** 3
const MAX_FILES = 2_000

/** Returns an uploaded file name without folders and without characters special to shells or file systems. */
const safeName = (name: string): string =>
  path
    .basename(name)
    .replace(/[^\p{L}\p{N}._-]/gu, '_')
    .slice(-150)

interface Upload {
  readonly options: { dryRun: boolean; datesNow: boolean }
  readonly files: readonly ImportFile[]
}

async function readUpload(request: FastifyRequest, folder: string): Promise<Upload> {
  const options = { dryRun: false, datesNow: false }
  const names = new Map<string, string>()
  for await (const part of request.parts({ limits: { fileSize: MAX_FILE_BYTES, files: MAX_FILES } })) {
    if (part.type === 'field') {
      if (part.fieldname === 'dryRun') options.dryRun = part.value === 'true'
      if (part.fieldname === 'dates') options.datesNow = part.value === 'now'
      continue
    }
    const name = safeName(part.filename)
    // A folder for each file, so that two files of one name do not overwrite each other.
    const filePath = path.join(folder, String(names.size), name)
    // Uploads are patient data: for this account only.
    await mkdir(path.dirname(filePath), { recursive: true, mode: 0o700 })
    await pipeline(part.file, createWriteStream(filePath))
    if (part.file.truncated) throw new Refusal('INVALID_INPUT', { file: name, rule: 'too large' })
    names.set(filePath, name)
  }
  const files = await Promise.all(
    (await filesIn([...names.keys()])).map(async (file) => ({ ...file, bytes: (await stat(file.path)).size })),
  )
  return { options, files: files.filter(({ name }) => /\.(json|ndjson)(\.gz)?$/i.test(name)) }
}

/** Age after which an upload belongs to no running import, also of another instance that shares the folder. */
const ABANDONED_MS = 24 * 3_600_000

/** Removes the files of imports that a killed server left behind. */
async function removeAbandoned(folder: string, now: number): Promise<void> {
  const uploads = await readdir(folder).catch(() => [])
  for (const upload of uploads) {
    const uploadPath = path.join(folder, upload)
    if (now - (await stat(uploadPath)).mtimeMs > ABANDONED_MS) await rm(uploadPath, { recursive: true, force: true })
  }
}

/**
 * `POST /api/imports`, multipart: the files, with optional fields `dryRun=true` and `dates=now`. Responds with 202 at once;
 * progress is read from `imports.report`.
 */
export async function registerUpload(app: FastifyInstance, { desk, folder, signedIn }: UploadOptions): Promise<void> {
  await removeAbandoned(folder, Date.now())
  await app.register(multipart)
  app.post('/api/imports', async (request, reply) => {
    const admin = await signedIn(request)
    await mustAdminister(admin)
    const uploadFolder = path.join(folder, admin.newId())
    const remove = () => rm(uploadFolder, { recursive: true, force: true })
    try {
      const { options, files } = await readUpload(request, uploadFolder)
      if (files.length === 0) throw new Refusal('INVALID_INPUT', { rule: 'no .json or .ndjson file' })
      return reply.code(202).send(await desk.start(admin, files, options, remove))
    } catch (error) {
      await remove()
      throw error
    }
  })
}
