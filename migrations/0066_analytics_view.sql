-- Reports as somebody wants to see them again: each member of staff has views of their own.
-- deploy: pre
CREATE TABLE analytics_view (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    owner text NOT NULL,
    report text NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    -- The query of the report's page: what it was asked with.
    query text NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, owner, report, name)
);
SELECT lk_fence('analytics_view');
