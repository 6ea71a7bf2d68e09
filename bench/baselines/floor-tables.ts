/** The minimum that any server has to store of a command: response for repeats, version, history, read model, outbox, audit. */
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
  WITH command AS (INSERT INTO floor_command VALUES ($1, 'applied') ON CONFLICT DO NOTHING RETURNING key),
    saved AS (INSERT INTO floor_resource SELECT $2, 1, $3::json FROM command
      ON CONFLICT (id) DO UPDATE SET version = floor_resource.version + 1, body = excluded.body RETURNING id, version, body),
    history AS (INSERT INTO floor_history SELECT id, version, body FROM saved),
    read_model AS (INSERT INTO floor_row SELECT id, body FROM saved ON CONFLICT (id) DO UPDATE SET body = excluded.body),
    event AS (INSERT INTO floor_event (body) SELECT body FROM saved RETURNING seq),
    audited AS (INSERT INTO floor_audit (at, what) SELECT now(), id FROM saved)
  SELECT saved.version, event.seq FROM saved, event`

export const rows = `SELECT coalesce(json_agg(body ORDER BY id), '[]')::text AS body FROM floor_row WHERE id LIKE 'row-%'`
export const chart = 'SELECT body::text AS body FROM floor_chart WHERE id = $1'
export const section = 'SELECT body FROM floor_section WHERE chart = $1 AND section = $2 ORDER BY id'
