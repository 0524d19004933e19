-- Programmes are documents with versions: a draft may change, a published version never does.
-- deploy: pre
CREATE TABLE programme_version (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    programme text NOT NULL CHECK (programme <> ''),
    number integer NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    effective_from timestamptz,
    document jsonb NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    note text NOT NULL DEFAULT '',
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by text,
    decided_at timestamptz,
    -- Codes of the stores it is tried in, until when; in all others the version before it rules.
    pilot jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(pilot) = 'array'),
    pilot_until timestamptz,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, programme, number),
    CHECK (pilot_until IS NULL OR pilot <> '[]'),
    CHECK (state = 'draft' OR (effective_from IS NOT NULL AND decided_by IS NOT NULL)),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id)
);
CREATE INDEX programme_version_live
    ON programme_version (merchant_id, programme, effective_from DESC, number DESC)
    WHERE state <> 'draft';
SELECT lk_fence('programme_version');

-- Published is final: only the state may still move, from published to withdrawn.
CREATE FUNCTION programme_refuse_edit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.document IS DISTINCT FROM NEW.document
       OR OLD.effective_from IS DISTINCT FROM NEW.effective_from
       OR (OLD.pilot, OLD.pilot_until) IS DISTINCT FROM (NEW.pilot, NEW.pilot_until)
       OR (OLD.state, NEW.state) NOT IN (('published', 'withdrawn'), ('published', 'published')) THEN
        RAISE EXCEPTION 'a published version never changes: publish a new one'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_is_final BEFORE UPDATE OR DELETE ON programme_version
    FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION programme_refuse_edit();
