-- The lake's own books: runs, how far each table has come, which files hold it, who is forgotten.
-- deploy: pre

-- A run brings every table to the same moment: transactions below `through_xid` are in it. It is
-- written when it is whole, so that readers never see half of one.
CREATE TABLE analytics_run (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    number bigint NOT NULL CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('export', 'compact', 'forget')),
    generation integer NOT NULL,
    through_xid bigint NOT NULL,
    as_of timestamptz NOT NULL,
    -- The last look that found nothing newer: the lake is as of then as well.
    fresh_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    row_count bigint NOT NULL,
    PRIMARY KEY (merchant_id, number)
);
CREATE INDEX analytics_run_as_of ON analytics_run (merchant_id, as_of, number);
SELECT lk_fence('analytics_run');

-- The next transaction that a table waits for. A generation is an epoch of the event log: after a
-- restore transactions are counted anew, and so is the lake.
CREATE TABLE analytics_cursor (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    name text NOT NULL,
    generation integer NOT NULL,
    next_xid bigint NOT NULL,
    PRIMARY KEY (merchant_id, name)
);
SELECT lk_fence('analytics_cursor');

-- The files that exist; what lies in the folder beside these does not count. 'rows' are new rows,
-- 'changes' replace rows of earlier runs by their key, 'gone' are keys of rows that are no longer.
-- A file belongs to the runs from `from_run` until before `until_run`.
CREATE TABLE analytics_file (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    name text NOT NULL,
    generation integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('rows', 'changes', 'gone')),
    month text NOT NULL,
    path text NOT NULL,
    columns text[] NOT NULL,
    row_count bigint NOT NULL CHECK (row_count > 0),
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    from_run bigint NOT NULL,
    until_run bigint,
    -- When nobody can be reading it any more.
    delete_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    CHECK ((until_run IS NULL) = (delete_at IS NULL))
);
CREATE INDEX analytics_file_table ON analytics_file (merchant_id, name, from_run);
SELECT lk_fence('analytics_file');

-- Members whose rows in the lake are to be forgotten, and the run that did it.
CREATE TABLE analytics_forgotten (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    asked_xid bigint NOT NULL DEFAULT lk_xid(),
    done_run bigint,
    PRIMARY KEY (merchant_id, member_id)
);
SELECT lk_fence('analytics_forgotten');

CREATE POLICY door ON analytics_run FOR SELECT TO liuke_owner USING (true);
CREATE POLICY door ON analytics_file FOR SELECT TO liuke_owner USING (true);

-- Of every merchant together: how old the oldest lake is, in milliseconds, and how large they are.
CREATE FUNCTION analytics_lakes(OUT age_ms bigint, OUT size_bytes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT (
        SELECT GREATEST(0, COALESCE(EXTRACT(EPOCH FROM lk_now() - MIN(last.as_of)), 0) * 1000)::bigint
        FROM (SELECT MAX(r.fresh_at) AS as_of FROM analytics_run r GROUP BY r.merchant_id) last
    ), (
        SELECT COALESCE(SUM(f.size_bytes), 0)::bigint FROM analytics_file f
        WHERE f.until_run IS NULL
    );
END;
