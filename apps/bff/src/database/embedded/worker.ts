// PGlite on a thread of its own: a heavy query leaves the process's event loop alone.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { FromDatabase, StartOfDatabase, ToDatabase } from './messages.ts'

const { folder, snapshot } = workerData as StartOfDatabase
const port = parentPort
if (!port) throw new Error('This file runs as a worker.')
const say = (message: FromDatabase, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

const database = await PGlite.create({
  ...(folder ? { dataDir: folder } : {}),
  ...(snapshot ? { loadDataDir: new Blob([readFileSync(snapshot)]) } : {}),
})

/** Frontend messages wait here in the order they came; the database takes one batch after the other. */
let turn: Promise<void> = Promise.resolve()

/** All connections are one session here: what the last one left open or prepared must not meet the next. */
async function reset(): Promise<void> {
  if (database.isInTransaction()) await database.exec('ROLLBACK')
  await database.exec('DISCARD ALL')
}

async function exchange(bytes: Uint8Array): Promise<void> {
  const parts: Uint8Array[] = []
  for (const one of messagesIn(bytes)) await database.execProtocolRawStream(one, { onRawData: (data) => parts.push(data.slice()) })
  const answer = new Uint8Array(Buffer.concat(parts))
  say({ kind: 'data', bytes: answer }, [answer.buffer])
}

/** PGlite forgets what follows a failed message in the same buffer, so each goes alone: type, length, body; the startup message has no type. */
function* messagesIn(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < bytes.byteLength; ) {
    const typed = bytes[at] === 0 ? 0 : 1
    const end = at + typed + view.getUint32(at + typed)
    yield bytes.subarray(at, end)
    at = end
  }
}

port.on('message', (message: ToDatabase) => {
  turn = turn
    .then(async () => {
      if (message.kind === 'data') return exchange(message.bytes)
      if (message.kind === 'reset') return reset()
      if (message.kind === 'dump') return say({ kind: 'dump', bytes: await dumped() })
      await database.close()
      say({ kind: 'closed' })
      port.close()
    })
    .catch((error: unknown) => say({ kind: 'broken', why: String(error) }))
})

async function dumped(): Promise<Uint8Array> {
  return new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer())
}

say({ kind: 'ready' })
