// PGlite on a thread of its own: a heavy query leaves the process's event loop alone.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { FromDatabase, StartOfDatabase, ToDatabase } from './messages.ts'

const { folder, snapshot, settings } = workerData as StartOfDatabase
const port = parentPort
if (!port) throw new Error('This file runs as a worker.')
const say = (message: FromDatabase, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

const database = await PGlite.create({
  startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
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

/** A batch goes in as it came: each statement ends with its own Sync, so one that fails takes nothing else with it. */
async function exchange(bytes: Uint8Array): Promise<void> {
  const parts: Uint8Array[] = []
  await database.execProtocolRawStream(bytes, { onRawData: (data) => parts.push(data.slice()) })
  const [only] = parts
  const answer = only && parts.length === 1 ? only : new Uint8Array(Buffer.concat(parts))
  say({ kind: 'data', bytes: answer }, [answer.buffer as ArrayBuffer])
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
