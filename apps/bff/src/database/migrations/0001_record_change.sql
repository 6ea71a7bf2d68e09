INSERT INTO log_epoch (epoch) VALUES (gen_random_uuid()::text);
--> statement-breakpoint
-- The front door in one round trip (docs/realtime-rules.md, section 1). All or nothing; room heads are locked in sorted
-- order and last, and held to commit, so that the numbers of a room are in commit order and without holes.
--   ask      owner, key, hash (idempotency; key null: none), at, audiences (how many), tail of the answer, writes, happened, audit
--   bodies   one JSON text per write; events: one per happening
-- Answers {outcome: applied | replayed, answer, entries} or {outcome: reused}; raises WL409 with the current version.
CREATE FUNCTION record_change(ask jsonb, bodies text[], events text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := (ask->>'at')::timestamptz;
  width int := (ask->>'audiences')::int;
  who jsonb := ask->'audit';
  stored record;
  changed record;
  told record;
  place bigint;
  sent bigint[];
  saved int;
  entries jsonb[] := '{}';
  positions jsonb := '{}';
  reply text;
BEGIN
  IF ask->>'key' IS NOT NULL THEN
    INSERT INTO command (owner, key, body_hash, recorded_at) VALUES (ask->>'owner', ask->>'key', ask->>'hash', moment)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      SELECT c.body_hash, c.answer INTO stored FROM command c WHERE c.owner = ask->>'owner' AND c.key = ask->>'key';
      IF stored.body_hash <> ask->>'hash' THEN
        RETURN jsonb_build_object('outcome', 'reused');
      END IF;
      RETURN jsonb_build_object('outcome', 'replayed', 'answer', stored.answer);
    END IF;
  END IF;

  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset(ask->'writes')
      AS w(n int, type text, id text, version int, patient text, status text, about text, codes text[], identifiers text[], at text)
  ), kept AS (
    INSERT INTO resource (type, id, version_id, patient_id, status, about, codes, identifiers, at, body, changed_by, changed_at)
    SELECT type, id, version, patient, status, about, codes, identifiers, at, bodies[n]::json, who->>'name', moment
    FROM wanted ORDER BY type COLLATE "C", id COLLATE "C"
    ON CONFLICT (type, id) DO UPDATE SET
      version_id = excluded.version_id, patient_id = excluded.patient_id, status = excluded.status, about = excluded.about,
      codes = excluded.codes, identifiers = excluded.identifiers, at = excluded.at, body = excluded.body,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at
    WHERE resource.version_id = excluded.version_id - 1
    RETURNING version_id, (xmax = 0) AS fresh
  )
  SELECT count(*) FILTER (WHERE fresh = (version_id = 1)) INTO saved FROM kept;

  IF saved <> jsonb_array_length(ask->'writes') THEN
    SELECT w.type, w.id, r.version_id, r.changed_by, r.changed_at INTO changed
    FROM jsonb_to_recordset(ask->'writes') AS w(type text, id text, version int)
    LEFT JOIN resource r ON r.type = w.type AND r.id = w.id
    ORDER BY (r.version_id = w.version), w.type, w.id LIMIT 1;
    RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'WL409', DETAIL = jsonb_build_object(
      'resourceType', changed.type, 'id', changed.id, 'currentVersionId', changed.version_id::text,
      'changedBy', changed.changed_by, 'changedAt', to_char(changed.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text;
  END IF;

  INSERT INTO resource_history (type, id, version_id, body, changed_by, changed_at)
  SELECT w.type, w.id, w.version, bodies[w.n]::json, who->>'name', moment
  FROM jsonb_to_recordset(ask->'writes') AS w(n int, type text, id text, version int);

  INSERT INTO event (event_id, type, patient_id, recorded_at, body)
  SELECT e.id, e.type, e.patient, moment, events[e.n]::json
  FROM jsonb_to_recordset(ask->'happened') AS e(n int, id text, type text, patient text);

  INSERT INTO audit (at, user_id, name, role, action, patient_id, what, request_id)
  VALUES (moment, who->>'userId', who->>'name', who->>'role', 'write', who->>'patientId',
    ARRAY(SELECT jsonb_array_elements_text(who->'what')), who->>'requestId');

  FOR told IN
    SELECT r.room COLLATE "C" AS room, array_agg(e.n ORDER BY e.n) AS ns, array_agg(e.id ORDER BY e.n) AS ids,
      array_agg(e.mask ORDER BY e.n) AS masks
    FROM jsonb_to_recordset(ask->'happened') AS e(n int, id text, mask int, rooms jsonb)
    CROSS JOIN LATERAL jsonb_array_elements_text(e.rooms) AS r(room)
    GROUP BY r.room ORDER BY r.room COLLATE "C"
  LOOP
    SELECT h.seq, h.lasts INTO place, sent FROM room_head h WHERE h.room = told.room FOR UPDATE;
    IF NOT FOUND THEN
      INSERT INTO room_head (room, seq) VALUES (told.room, 0) ON CONFLICT DO NOTHING;
      SELECT h.seq, h.lasts INTO place, sent FROM room_head h WHERE h.room = told.room FOR UPDATE;
    END IF;
    WHILE cardinality(sent) < width LOOP
      sent := sent || 0::bigint;
    END LOOP;
    FOR i IN 1..cardinality(told.ns) LOOP
      place := place + 1;
      INSERT INTO room_log (room, seq, event_id, audiences, prevs) VALUES (told.room, place, told.ids[i], told.masks[i], sent);
      entries := entries || jsonb_build_object('n', told.ns[i], 'room', told.room, 'seq', place, 'prevs', to_jsonb(sent));
      FOR slot IN 1..width LOOP
        IF told.masks[i] & (1 << (slot - 1)) <> 0 THEN
          sent[slot] := place;
        END IF;
      END LOOP;
    END LOOP;
    UPDATE room_head h SET seq = place, lasts = sent WHERE h.room = told.room;
    positions := positions || jsonb_build_object(told.room, place);
  END LOOP;

  SELECT '{"outcome":"applied","epoch":"' || epoch || '","positions":' || positions::text || (ask->>'tail') INTO reply FROM log_epoch;
  IF ask->>'key' IS NOT NULL THEN
    UPDATE command c SET answer = reply WHERE c.owner = ask->>'owner' AND c.key = ask->>'key';
  END IF;
  RETURN jsonb_build_object('outcome', 'applied', 'answer', reply, 'entries', to_jsonb(entries));
END
$$;
--> statement-breakpoint
-- What a projector folded of some rooms, and how far it read each, kept together (RT13). Answers the rooms that were kept:
-- where another projector was quicker nothing is, and the caller reads again.
--   places: [{room, from, to}]   rows: [{n, room, view, id, gone, version, sort, search}], n naming a body unless it is gone
CREATE FUNCTION keep_rows(by_consumer text, places jsonb, rows jsonb, bodies text[]) RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
  place record;
  kept text[] := '{}';
BEGIN
  FOR place IN SELECT * FROM jsonb_to_recordset(places) AS p(room text, "from" bigint, "to" bigint) ORDER BY p.room COLLATE "C"
  LOOP
    IF place."from" = 0 THEN
      INSERT INTO consumer_position (consumer, room, seq) VALUES (by_consumer, place.room, place."to")
      ON CONFLICT (consumer, room) DO UPDATE SET seq = excluded.seq WHERE consumer_position.seq = 0;
    ELSE
      UPDATE consumer_position SET seq = place."to" WHERE consumer = by_consumer AND room = place.room AND seq = place."from";
    END IF;
    IF FOUND THEN
      kept := kept || place.room;
    END IF;
  END LOOP;
  DELETE FROM view_row v USING jsonb_to_recordset(rows) AS r(room text, view text, id text, gone boolean)
  WHERE r.gone AND r.room = ANY(kept) AND v.view = r.view AND v.room = r.room AND v.row_id = r.id;
  INSERT INTO view_row (view, room, row_id, version_id, sort, search, data)
  SELECT r.view, r.room, r.id, r.version, r.sort, r.search, bodies[r.n]::json
  FROM jsonb_to_recordset(rows) AS r(n int, room text, view text, id text, gone boolean, version text, sort text, search text)
  WHERE NOT r.gone AND r.room = ANY(kept)
  ON CONFLICT (view, room, row_id) DO UPDATE SET
    version_id = excluded.version_id, sort = excluded.sort, search = excluded.search, data = excluded.data;
  RETURN kept;
END
$$;
