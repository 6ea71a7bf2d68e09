// What any server has to do for a command: one statement with everything that must be durable (answer for repeats,
// version, history, read model, outbox, audit), an emit to the room, an answer. No validation, no rights, no numbering.
import Fastify from 'fastify'
import { Server } from 'socket.io'
import { openDatabase } from '../../database/database.ts'
import { answers, cpuMs } from '../child.ts'

interface Submit {
  readonly commandId: string
  readonly id: string
  readonly room: string
  readonly payload: object
}

const tables = `
  CREATE TABLE floor_command (key text PRIMARY KEY, answer text);
  CREATE TABLE floor_resource (id text PRIMARY KEY, version int NOT NULL, body json NOT NULL);
  CREATE TABLE floor_history (id text, version int, body json NOT NULL, PRIMARY KEY (id, version));
  CREATE TABLE floor_row (id text PRIMARY KEY, body json NOT NULL);
  CREATE TABLE floor_event (seq bigserial PRIMARY KEY, body json NOT NULL);
  CREATE TABLE floor_audit (id bigserial PRIMARY KEY, at timestamptz NOT NULL, what text NOT NULL);
  CREATE TABLE floor_chart (id text PRIMARY KEY, body jsonb NOT NULL);`

const submit = `
  WITH asked AS (INSERT INTO floor_command VALUES ($1, 'applied') ON CONFLICT DO NOTHING RETURNING key),
    kept AS (INSERT INTO floor_resource SELECT $2, 1, $3::json FROM asked
      ON CONFLICT (id) DO UPDATE SET version = floor_resource.version + 1, body = excluded.body RETURNING id, version, body),
    past AS (INSERT INTO floor_history SELECT id, version, body FROM kept),
    shown AS (INSERT INTO floor_row SELECT id, body FROM kept ON CONFLICT (id) DO UPDATE SET body = excluded.body),
    told AS (INSERT INTO floor_event (body) SELECT body FROM kept RETURNING seq),
    audited AS (INSERT INTO floor_audit (at, what) SELECT now(), id FROM kept)
  SELECT kept.version, told.seq FROM kept, told`

const database = await openDatabase({ memory: true })
for (const statement of tables.split(';').filter((text) => text.trim())) await database.orm.execute(statement)
const app = Fastify()
const io = new Server(app.server, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
io.on('connection', (socket) => {
  socket.on('subscription', ({ rooms }: { rooms: string[] }, done: (answer: object) => void) => {
    void socket.join(rooms)
    done({})
  })
})

app.post<{ Body: Submit }>('/submit', async ({ body: { commandId, id, room, payload } }) => {
  const [row] = await database.query<{ version: number; seq: number }>('floor-submit', submit, [commandId, id, JSON.stringify(payload)])
  io.to(room).emit('update', payload)
  return { outcome: 'applied', ...row }
})

app.get<{ Querystring: { id: string } }>('/chart', async ({ query: { id } }, reply) => {
  const [row] = await database.query<{ body: string }>('floor-chart', 'SELECT body::text AS body FROM floor_chart WHERE id = $1', [id])
  return reply.type('application/json').send(row?.body ?? '{}')
})

answers({
  async listen() {
    await app.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    return `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
  },
  async keepChart({ id, text }: { id: string; text: string }) {
    await database.query('floor-keep', 'INSERT INTO floor_chart VALUES ($1, $2::jsonb)', [id, text])
  },
  cpu: () => cpuMs(),
  memory: () => process.memoryUsage(),
})
