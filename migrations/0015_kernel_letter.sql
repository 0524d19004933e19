-- Messages that wait for a provider to take them: sealed, and gone once it has, or once they are over.
-- deploy: pre
CREATE TABLE kernel_letter (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    channel text NOT NULL CHECK (channel <> ''),
    sealed_to bytea NOT NULL,
    sealed_text bytea NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX kernel_letter_next ON kernel_letter (next_at);
SELECT lk_fence('kernel_letter');

CREATE POLICY door ON kernel_letter FOR SELECT TO liuke_owner USING (true);

-- Whose letters are due, before any merchant is known; what is in them stays behind the fence.
CREATE FUNCTION kernel_due_letters(instant timestamptz, most integer)
RETURNS TABLE (merchant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.merchant_id, l.id FROM kernel_letter l
    WHERE l.next_at <= instant
    ORDER BY l.next_at
    LIMIT most
$$;

REVOKE EXECUTE ON FUNCTION kernel_due_letters FROM liuke_app, liuke_verify;
