-- Pages as somebody wants to see them again: each member of staff has views of their own.
-- deploy: pre
CREATE TABLE desk_view (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    owner text NOT NULL,
    -- Which page of the console: `orders`, `reports/sales`.
    page text NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    -- The query of the page's address: filters, columns, what a report was asked with.
    query text NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, owner, page, name)
);
SELECT lk_fence('desk_view');
