/** What any server has to keep of a command: the answer for repeats, version, history, read model, outbox, audit. */
export const tables = [
  'CREATE TABLE floor_command (key text PRIMARY KEY, answer text)',
  'CREATE TABLE floor_resource (id text PRIMARY KEY, version int NOT NULL, body json NOT NULL)',
  'CREATE TABLE floor_history (id text, version int, body json NOT NULL, PRIMARY KEY (id, version))',
  'CREATE TABLE floor_row (id text PRIMARY KEY, body json NOT NULL)',
  'CREATE TABLE floor_event (seq bigserial PRIMARY KEY, body json NOT NULL)',
  'CREATE TABLE floor_audit (id bigserial PRIMARY KEY, at timestamptz NOT NULL, what text NOT NULL)',
  'CREATE TABLE floor_chart (id text PRIMARY KEY, body jsonb NOT NULL)',
  'CREATE TABLE floor_section (chart text NOT NULL, section text NOT NULL, id text NOT NULL, body jsonb NOT NULL, PRIMARY KEY (chart, section, id))',
]

export const submit = `
  WITH asked AS (INSERT INTO floor_command VALUES ($1, 'applied') ON CONFLICT DO NOTHING RETURNING key),
    kept AS (INSERT INTO floor_resource SELECT $2, 1, $3::json FROM asked
      ON CONFLICT (id) DO UPDATE SET version = floor_resource.version + 1, body = excluded.body RETURNING id, version, body),
    past AS (INSERT INTO floor_history SELECT id, version, body FROM kept),
    shown AS (INSERT INTO floor_row SELECT id, body FROM kept ON CONFLICT (id) DO UPDATE SET body = excluded.body),
    told AS (INSERT INTO floor_event (body) SELECT body FROM kept RETURNING seq),
    audited AS (INSERT INTO floor_audit (at, what) SELECT now(), id FROM kept)
  SELECT kept.version, told.seq FROM kept, told`

export const rows = `SELECT coalesce(json_agg(body ORDER BY id), '[]')::text AS body FROM floor_row WHERE id LIKE 'row-%'`
export const chart = 'SELECT body::text AS body FROM floor_chart WHERE id = $1'
export const section = 'SELECT body FROM floor_section WHERE chart = $1 AND section = $2 ORDER BY id'
