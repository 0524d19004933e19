-- What every table stands on: tenancy, the clock, the event log, audit, idempotency.
-- deploy: pre

CREATE FUNCTION lk_merchant() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('liuke.merchant_id', true), '')::uuid;

-- The one database clock; a test harness replaces its body.
CREATE FUNCTION lk_now() RETURNS timestamptz
LANGUAGE sql VOLATILE
RETURN clock_timestamp();

-- What questions about members may call beside plain SQL: each means the same on every engine a
-- question is compiled to (kernel/dialects.py). Days, and whole months and years, between dates.
CREATE FUNCTION lk_days(later date, earlier date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN later - earlier;

CREATE FUNCTION lk_months(later date, earlier date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (EXTRACT(year FROM later) * 12 + EXTRACT(month FROM later)
    - EXTRACT(year FROM earlier) * 12 - EXTRACT(month FROM earlier)
    - CASE WHEN EXTRACT(day FROM later) < EXTRACT(day FROM earlier) THEN 1 ELSE 0 END)::integer;

CREATE FUNCTION lk_years(later date, earlier date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN EXTRACT(year FROM later) - EXTRACT(year FROM earlier)
    - CASE WHEN EXTRACT(month FROM later) * 100 + EXTRACT(day FROM later)
        < EXTRACT(month FROM earlier) * 100 + EXTRACT(day FROM earlier) THEN 1 ELSE 0 END;

-- The whole quotient, rounded down.
CREATE FUNCTION lk_div(dividend bigint, divisor bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (dividend - ((dividend % divisor) + divisor) % divisor) / divisor;

-- The day and the hour of an instant in a zone.
CREATE FUNCTION lk_day(moment timestamptz, zone text) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (moment AT TIME ZONE zone)::date;

CREATE FUNCTION lk_hour(moment timestamptz, zone text) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXTRACT(hour FROM moment AT TIME ZONE zone);

-- The last day, in a zone, on which what ends at an instant can be used.
CREATE FUNCTION lk_last_day(until timestamptz, zone text) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
RETURN ((until - INTERVAL '1 microsecond') AT TIME ZONE zone)::date;

CREATE FUNCTION lk_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: post a compensating entry instead', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

-- Fences a business table: row-level security by merchant, and only the grants it needs.
CREATE FUNCTION lk_fence(name text, append_only boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
        'CREATE POLICY merchant ON %I USING (merchant_id = (SELECT lk_merchant()))'
        ' WITH CHECK (merchant_id = (SELECT lk_merchant()))', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO liuke_app, liuke_worker', name);
    EXECUTE format('GRANT SELECT ON %I TO liuke_verify', name);
    IF append_only THEN
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION lk_refuse_change()', name);
    ELSE
        EXECUTE format('GRANT UPDATE, DELETE ON %I TO liuke_app, liuke_worker', name);
    END IF;
    -- Nothing is known of an empty table, so any index that begins with the merchant looks as good
    -- as the key; a plan made then, and kept, reads all there is for every row it looks for.
    PERFORM pg_restore_attribute_stats(
        'schemaname', current_schema()::text, 'relname', name, 'attname', 'merchant_id',
        'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real);
END $$;

-- The event log: what happened, once each. A reader's position is (epoch, xid, id), read behind
-- pg_snapshot_xmin; a restore or promotion raises the default of epoch.
CREATE TABLE kernel_event (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL DEFAULT uuidv7(),
    epoch integer NOT NULL DEFAULT 1,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind text NOT NULL,
    member_id uuid,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX kernel_event_position ON kernel_event (epoch, xid, id);
CREATE INDEX kernel_event_timeline ON kernel_event (merchant_id, member_id, at, id);
SELECT lk_fence('kernel_event', append_only => true);

-- Who did what to what, with before and after.
CREATE TABLE kernel_audit (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL DEFAULT uuidv7(),
    epoch integer NOT NULL DEFAULT 1,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    before jsonb,
    after jsonb,
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX kernel_audit_position ON kernel_audit (epoch, xid, id);
CREATE INDEX kernel_audit_subject ON kernel_audit (merchant_id, subject, id);
SELECT lk_fence('kernel_audit', append_only => true);

-- Hash-linked seals over closed blocks of events and audit, so that an edited row shows.
CREATE TABLE kernel_seal (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    log text NOT NULL CHECK (log IN ('event', 'audit')),
    number bigint NOT NULL,
    through_epoch integer NOT NULL,
    through_xid xid8 NOT NULL,
    rows_sealed bigint NOT NULL,
    link bytea NOT NULL,
    -- Four bytes of each row's hash, in order: a block that does not fit names its row.
    marks bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, log, number)
);
SELECT lk_fence('kernel_seal', append_only => true);

-- First answers to keyed requests; written in the transaction they answer for.
CREATE TABLE kernel_answer (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    client text NOT NULL,
    route text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL,
    status smallint NOT NULL,
    body bytea NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, client, route, key)
);
CREATE INDEX kernel_answer_age ON kernel_answer (merchant_id, answered_at);
SELECT lk_fence('kernel_answer');
