import { userHeader } from '../../session/session-store.ts'

/** File types the server accepts; other files are left out before the upload. */
const ACCEPTED_FILES = /\.(json|ndjson)(\.gz)?$/i

export const acceptedFiles = (files: Iterable<File>): readonly File[] => [...files].filter(({ name }) => ACCEPTED_FILES.test(name))

export interface UploadOptions {
  readonly dryRun: boolean
  readonly datesNow: boolean
  /** Share of the bytes uploaded, 0 … 1. */
  readonly onProgress: (share: number) => void
}

export class UploadFailed extends Error {
  override readonly name = 'UploadFailed'
  readonly reason: 'refused' | 'outage'

  constructor(reason: UploadFailed['reason']) {
    super(reason)
    this.reason = reason
  }
}

/** Uploads the files in one request. Uses XMLHttpRequest, because `fetch` reports no upload progress. */
export const upload = (files: readonly File[], { dryRun, datesNow, onProgress }: UploadOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const form = new FormData()
    form.set('dryRun', String(dryRun))
    if (datesNow) form.set('dates', 'now')
    for (const file of files) form.append('files', file, file.name)

    const request = new XMLHttpRequest()
    request.open('POST', '/api/imports')
    for (const [name, value] of Object.entries(userHeader())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => (request.status < 300 ? resolve() : reject(new UploadFailed(request.status < 500 ? 'refused' : 'outage')))
    request.onerror = () => reject(new UploadFailed('outage'))
    request.send(form)
  })
