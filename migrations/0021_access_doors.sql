-- The doors: look-ups made before the merchant is known, each by a secret that only its owner has.
-- deploy: pre

-- The owner of the schema sees across merchants in these tables alone, and only inside a door.
CREATE POLICY door ON access_staff TO liuke_owner USING (true) WITH CHECK (true);
CREATE POLICY door ON access_ticket TO liuke_owner USING (true) WITH CHECK (true);
CREATE POLICY door ON access_session TO liuke_owner USING (true) WITH CHECK (true);
CREATE POLICY door ON access_key TO liuke_owner USING (true) WITH CHECK (true);

-- A live session by the hash of its token; notes the visit at most once a minute.
CREATE FUNCTION access_find_session(
    token bytea, OUT merchant_id uuid, OUT staff_id uuid, OUT role text, OUT store_ids uuid[],
    OUT session_id uuid
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    scope text;
    seen timestamptz;
    instant timestamptz := lk_now();
BEGIN
    SELECT s.merchant_id, s.staff_id, p.role, p.store_ids, p.region, s.seen_at, s.id
    INTO merchant_id, staff_id, role, store_ids, scope, seen, session_id
    FROM access_session s
    JOIN access_staff p ON p.merchant_id = s.merchant_id AND p.id = s.staff_id
    WHERE s.token_hash = token AND s.ends_at > instant
        AND s.seen_at > instant - INTERVAL '30 minutes' AND p.disabled_at IS NULL;
    IF merchant_id IS NULL THEN
        RETURN;
    END IF;
    IF seen < instant - INTERVAL '1 minute' THEN
        UPDATE access_session s SET seen_at = instant
        WHERE s.merchant_id = access_find_session.merchant_id AND s.token_hash = token;
    END IF;
    IF scope IS NOT NULL THEN
        PERFORM set_config('liuke.merchant_id', merchant_id::text, true);
        SELECT COALESCE(array_agg(t.id), '{}') INTO store_ids
        FROM stores_region top
        JOIN stores_region r ON r.merchant_id = top.merchant_id AND r.path ^@ top.path
        JOIN stores_store t ON t.merchant_id = r.merchant_id AND t.region_id = r.id
        WHERE top.code = scope;
    END IF;
END $$;

-- A key by its id; the secret is compared outside, in constant time.
CREATE FUNCTION access_find_key(
    key_id uuid, OUT merchant_id uuid, OUT secret_hash bytea, OUT scopes text[],
    OUT store_ids uuid[], OUT stale boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT k.merchant_id, k.secret_hash, k.scopes, k.store_ids,
        COALESCE(k.used_at < lk_now() - INTERVAL '1 minute', true)
    FROM access_key k
    WHERE k.id = key_id AND k.revoked_at IS NULL
        AND (k.expires_at IS NULL OR k.expires_at > lk_now());
END;

CREATE FUNCTION access_touch_key(key_id uuid, secret bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE access_key SET used_at = lk_now() WHERE id = key_id AND secret_hash = secret;
END;

-- Whose sign-in name this is; two rows mean that the merchant has to be named.
CREATE FUNCTION access_find_staff(asked text, at_merchant uuid)
RETURNS TABLE (merchant_id uuid, staff_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT s.merchant_id, s.id
    FROM access_staff s
    WHERE s.sign_in = asked AND (at_merchant IS NULL OR s.merchant_id = at_merchant)
        AND s.disabled_at IS NULL AND s.password_hash IS NOT NULL
    LIMIT 2;
END;

CREATE FUNCTION access_find_ticket(token bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.merchant_id FROM access_ticket t
    WHERE t.token_hash = token AND t.used_at IS NULL AND t.expires_at > lk_now();
END;

-- Whether anybody at all can sign in here: before that, set-up is offered.
CREATE FUNCTION access_is_set_up() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM access_staff s WHERE s.password_hash IS NOT NULL);
END;

-- The owner who was invited first and has not come in yet, so that set-up is offered again.
CREATE FUNCTION access_find_first_owner() RETURNS TABLE (merchant_id uuid, staff_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT s.merchant_id, s.id
    FROM access_staff s
    WHERE s.role = 'owner' AND s.password_hash IS NULL AND s.disabled_at IS NULL
        AND NOT access_is_set_up()
    ORDER BY s.created_at, s.id
    LIMIT 1;
END;
