-- Records a change that was decided on what a room did not contain, such as the absence of an active order of the same test.
-- `place` is the room's position before the decision was read: when the room has advanced in between, nothing is recorded and
-- WL409 is raised, so that the decision is made again. The room's head is locked by record_change, hence its first new number tells.
CREATE FUNCTION record_change_at(ask jsonb, bodies text[], events text[], guarded text, place bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  reply jsonb := record_change(ask, bodies, events);
  first_new bigint;
BEGIN
  IF reply->>'outcome' = 'applied' THEN
    SELECT min((entry->>'seq')::bigint) INTO first_new
    FROM jsonb_array_elements(reply->'entries') AS entry WHERE entry->>'room' = guarded;
    IF first_new IS DISTINCT FROM place + 1 THEN
      RAISE EXCEPTION 'the room advanced' USING ERRCODE = 'WL409', DETAIL = jsonb_build_object('room', guarded)::text;
    END IF;
  END IF;
  RETURN reply;
END
$$;
