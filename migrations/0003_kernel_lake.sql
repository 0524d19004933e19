-- What the lake follows: which transaction wrote a row last, and which rows are gone.
-- deploy: pre

CREATE FUNCTION lk_xid() RETURNS bigint
LANGUAGE sql VOLATILE
RETURN pg_current_xact_id()::text::bigint;

-- Rows that are no longer, or no longer so, by their key in the lake; kept until it was told.
CREATE TABLE kernel_gone (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    name text NOT NULL,
    xid bigint NOT NULL DEFAULT lk_xid(),
    key text[] NOT NULL
);
CREATE INDEX kernel_gone_position ON kernel_gone (merchant_id, name, xid);
SELECT lk_fence('kernel_gone');

CREATE FUNCTION lk_touch() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := lk_xid();
    RETURN NEW;
END $$;

CREATE FUNCTION lk_note_gone() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO kernel_gone (merchant_id, name, key)'
        ' SELECT o.merchant_id, %L, ARRAY[%s] FROM old_rows o', TG_TABLE_NAME, TG_ARGV[0]);
    RETURN NULL;
END $$;

-- Lets the lake follow a table; `key` names its rows for ever, whatever member they move to.
-- 'final' rows never change; 'often' changing ones are told apart by reading the latest of each
-- key; where they 'seldom' change, and are many, each change notes the row it replaced instead.
-- The index costs a till nothing and lets an update stay on its page.
CREATE FUNCTION lk_follow(name text, kept text, VARIADIC key text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    texts text := (SELECT string_agg(format('o.%I::text', k.name), ', ' ORDER BY k.place)
                   FROM UNNEST(key) WITH ORDINALITY k (name, place));
BEGIN
    EXECUTE format('ALTER TABLE %I ADD COLUMN xid bigint NOT NULL DEFAULT lk_xid()', name);
    EXECUTE format(
        'CREATE INDEX %I ON %I USING brin (xid)'
        ' WITH (pages_per_range = 32, autosummarize = on)', name || '_lake', name);
    IF kept = 'final' THEN
        RETURN;
    END IF;
    EXECUTE format(
        'CREATE TRIGGER lake_touch BEFORE UPDATE ON %I'
        ' FOR EACH ROW EXECUTE FUNCTION lk_touch()', name);
    EXECUTE format(
        'CREATE TRIGGER lake_gone AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows'
        ' FOR EACH STATEMENT EXECUTE FUNCTION lk_note_gone(%L)', name, texts);
    IF kept = 'seldom' THEN
        EXECUTE format(
            'CREATE TRIGGER lake_replaced AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION lk_note_gone(%L)', name, texts);
    END IF;
END $$;
