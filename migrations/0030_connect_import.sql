-- Which files came in, how far each has come, and what was wrong with which of its rows.
-- deploy: pre
CREATE TABLE connect_import (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    sheet text NOT NULL,
    file text NOT NULL,
    -- Of a workbook, the sheet that was read.
    worksheet text NOT NULL,
    -- SHA-256 of the file and of the columns it fills: the same again is the same import.
    digest bytea NOT NULL,
    rows bigint NOT NULL CHECK (rows >= 0),
    position bigint NOT NULL DEFAULT 0,
    taken bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, sheet, digest),
    CHECK (position = taken + refused AND position BETWEEN 0 AND rows)
);
CREATE INDEX connect_import_recent ON connect_import (merchant_id, started_at, id);
SELECT lk_fence('connect_import');

-- Reasons only: the rows themselves, with what names people in them, stay in the file.
CREATE TABLE connect_fault (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    import_id uuid NOT NULL,
    line bigint NOT NULL,
    column_name text NOT NULL,
    reason text NOT NULL,
    reason_zh text NOT NULL,
    -- That of the refusal, where it was the business that said no.
    code text NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id, import_id, line, column_name),
    FOREIGN KEY (merchant_id, import_id) REFERENCES connect_import (merchant_id, id)
);
SELECT lk_fence('connect_fault');
