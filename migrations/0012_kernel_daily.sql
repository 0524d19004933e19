-- Daily work: one run per merchant, job and business day, whatever number of schedulers there is.
-- deploy: pre

CREATE TABLE kernel_run (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    name text NOT NULL,
    due_on date NOT NULL,
    due_at timestamptz NOT NULL,
    job_id uuid NOT NULL,
    done_at timestamptz,
    PRIMARY KEY (merchant_id, name, due_on)
);
SELECT lk_fence('kernel_run');

CREATE POLICY door ON kernel_run TO liuke_owner USING (true) WITH CHECK (true);
CREATE POLICY door ON stores_merchant FOR SELECT TO liuke_owner USING (true);

-- Opens the runs that are due at an instant, at most one per merchant and job: the day after the
-- last one, once that is done, or today at first. The primary key lets one scheduler win.
CREATE FUNCTION kernel_open_runs(names text[], clocks time[], instant timestamptz)
RETURNS TABLE (merchant_id uuid, id uuid, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH next AS (
        SELECT m.merchant_id, d.name, d.clock, m.time_zone, COALESCE(
            (
                SELECT r.due_on + 1 FROM kernel_run r
                WHERE r.merchant_id = m.merchant_id AND r.name = d.name
                ORDER BY r.due_on DESC LIMIT 1
            ),
            (instant AT TIME ZONE m.time_zone)::date
        ) AS due_on
        FROM stores_merchant m CROSS JOIN UNNEST(names, clocks) d (name, clock)
    ), due AS (
        SELECT n.merchant_id, n.name, n.due_on,
            (n.due_on + n.clock) AT TIME ZONE n.time_zone AS due_at
        FROM next n
        WHERE (n.due_on + n.clock) AT TIME ZONE n.time_zone <= instant AND NOT EXISTS (
            SELECT FROM kernel_run r
            WHERE r.merchant_id = n.merchant_id AND r.name = n.name AND r.done_at IS NULL
        )
    ), opened AS (
        INSERT INTO kernel_run (merchant_id, name, due_on, due_at, job_id)
        SELECT d.merchant_id, d.name, d.due_on, d.due_at, uuidv7() FROM due d
        ON CONFLICT DO NOTHING
        RETURNING merchant_id, name, due_on, due_at, job_id
    )
    INSERT INTO kernel_job (merchant_id, id, name, due_on, due_at)
    SELECT o.merchant_id, o.job_id, o.name, o.due_on, o.due_at FROM opened o
    RETURNING merchant_id, id, name;
END $$;

REVOKE EXECUTE ON FUNCTION kernel_open_runs FROM liuke_app, liuke_verify;
