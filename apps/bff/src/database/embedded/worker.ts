// Runs PGlite on a separate thread, so that a heavy query does not block the event loop.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { FromDatabase, StartOfDatabase, ToDatabase } from './messages.ts'

const { folder, snapshot, settings } = workerData as StartOfDatabase
const port = parentPort
if (!port) throw new Error('This file must run as a worker thread.')
const post = (message: FromDatabase, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

const database = await PGlite.create({
  startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
  ...(folder ? { dataDir: folder } : {}),
  ...(snapshot ? { loadDataDir: new Blob([readFileSync(snapshot)]) } : {}),
})

/** Serialises the batches of frontend messages in the order of arrival. */
let queue: Promise<void> = Promise.resolve()

/** All connections share one session: open transactions and prepared statements of the last one must not reach the next. */
async function reset(): Promise<void> {
  if (database.isInTransaction()) await database.exec('ROLLBACK')
  await database.exec('DISCARD ALL')
}

/** Executes a batch unchanged: each statement ends with its own Sync, so a failing one does not affect the others. */
async function exchange(bytes: Uint8Array): Promise<void> {
  const parts: Uint8Array[] = []
  await database.execProtocolRawStream(bytes, { onRawData: (data) => parts.push(data.slice()) })
  const [only] = parts
  const response = only && parts.length === 1 ? only : new Uint8Array(Buffer.concat(parts))
  post({ kind: 'data', bytes: response }, [response.buffer as ArrayBuffer])
}

port.on('message', (message: ToDatabase) => {
  queue = queue
    .then(async () => {
      if (message.kind === 'data') return exchange(message.bytes)
      if (message.kind === 'reset') return reset()
      if (message.kind === 'dump') return post({ kind: 'dump', bytes: await dumpDatabase() })
      await database.close()
      post({ kind: 'closed' })
      port.close()
    })
    .catch((error: unknown) => post({ kind: 'broken', why: String(error) }))
})

async function dumpDatabase(): Promise<Uint8Array> {
  return new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer())
}

post({ kind: 'ready' })
