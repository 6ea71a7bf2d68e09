// The minimum that any server has to do for a command: one statement with everything that must be durable, an emit to the
// room, a response. No validation, permissions or numbering. Also the simplest ways to read, and the baseline pages.
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import Fastify from 'fastify'
import { Server } from 'socket.io'
import { openDatabase } from '../../apps/bff/src/database/database.ts'
import { answers, cpuMs } from '../setup/child.ts'
import type { DataLocation } from '../setup/environment.ts'
import { BACKLOG } from '../setup/listen.ts'
import * as floor from './floor-tables.ts'

interface Submit {
  readonly commandId: string
  readonly id: string
  readonly room: string
  readonly payload: object
}

/** Number of queries of a server that reads each section of a chart separately. */
const SECTIONS = 7

type Database = Awaited<ReturnType<typeof openDatabase>>
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

/** @param pages folder of the built baseline pages; null without pages */
function serve(database: Database, pages: string | null) {
  const app = Fastify({ bodyLimit: 64 * 1024 * 1024 })
  const io = new Server(app.server, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
  io.on('connection', (socket) => {
    socket.on('subscription', ({ rooms }: { rooms: string[] }, done: (answer: object) => void) => {
      void socket.join(rooms)
      done({})
    })
  })
  app.post<{ Body: Submit }>('/submit', async ({ body: { commandId, id, room, payload } }) => {
    const [row] = await database.query<{ version: number; seq: number }>('submit', floor.submit, [commandId, id, JSON.stringify(payload)])
    io.to(room).emit('update', payload)
    return { outcome: 'applied', ...row }
  })
  const text = (name: string, sql: string, values: readonly unknown[] = []) =>
    database.query<{ body: string }>(name, sql, values).then(([row]) => row?.body ?? '')
  app.get('/rows', async (_, reply) => reply.type('application/json').send(await text('rows', floor.rows)))
  app.get<{ Querystring: { id: string } }>('/chart', async ({ query: { id } }, reply) =>
    reply.type('application/json').send(await text('chart', floor.chart, [id])),
  )
  app.get<{ Querystring: { id: string } }>('/sections', async ({ query: { id } }) => {
    const sections = await Promise.all(
      Array.from({ length: SECTIONS }, (_, section) => database.query<{ body: object }>('section', floor.section, [id, String(section)])),
    )
    return sections.map((rows) => rows.map(({ body }) => body))
  })
  if (pages !== null)
    app.get<{ Params: { '*': string } }>('/pages/*', async ({ params }, reply) => {
      const file = path.join(pages, path.normalize(`/${params['*']}`))
      return reply.type(types[path.extname(file)] ?? 'application/octet-stream').send(await readFile(file))
    })
  return app
}

let database: Database

answers({
  /** As durable as the product: the database is in a folder or on the product's PostgreSQL server, not in memory. */
  async listen({ folder, databaseUrl, pages = null, port = 0 }: DataLocation & { pages?: string | null; port?: number }) {
    await mkdir(folder, { recursive: true })
    database = await openDatabase(databaseUrl ? { url: databaseUrl } : { folder })
    for (const table of floor.tables) await database.orm.execute(table)
    const app = serve(database, pages)
    await app.listen({ port, host: '127.0.0.1', backlog: BACKLOG })
    return `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
  },
  async keepChart({ id, text, rows }: { id: string; text: string; rows: readonly object[] }) {
    await database.query('keep-chart', 'INSERT INTO floor_chart VALUES ($1, $2::jsonb)', [id, text])
    for (const [index, row] of rows.entries())
      await database.query('keep-section', 'INSERT INTO floor_section VALUES ($1, $2, $3, $4::jsonb)', [
        id,
        String(index % SECTIONS),
        String(index),
        JSON.stringify(row),
      ])
  },
  async keepRows({ rows }: { rows: readonly { readonly id: string }[] }) {
    await database.query('no-rows', `DELETE FROM floor_row WHERE id LIKE 'row-%'`)
    await database.query('keep-rows', `INSERT INTO floor_row SELECT row->>'id', row FROM json_array_elements($1::json) AS row`, [
      JSON.stringify(rows),
    ])
  },
  cpu: () => cpuMs(),
})
