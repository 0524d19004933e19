-- The member: who may earn and spend; every ledger hangs on this row and locks it first.
-- deploy: pre
CREATE TABLE members_member (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    -- 'erased' keeps its ledgers without a person; 'merged' forwards to `merged_into`.
    state text NOT NULL DEFAULT 'active'
        CHECK (state IN ('new', 'active', 'blocked', 'erased', 'merged')),
    merged_into uuid,
    -- A new member who is active only because somebody active was merged into them.
    active_by_merge boolean NOT NULL DEFAULT false,
    -- Of whom an erased one was a part: one person stays one in what is counted, also of the past.
    erased_into uuid CHECK (erased_into IS NULL OR state = 'erased'),
    -- The member-shaped key of a basket nobody has claimed yet.
    anonymous boolean NOT NULL DEFAULT false,
    source text NOT NULL DEFAULT 'shop',
    external_id text,
    store_id uuid,
    joined_at timestamptz NOT NULL DEFAULT lk_now(),
    joined_on date NOT NULL,
    -- Who they are now: what is asked about members groups by it, so that what a merged member
    -- brought along counts for the one they became.
    home_id uuid NOT NULL GENERATED ALWAYS AS (COALESCE(merged_into, erased_into, id)) STORED,
    -- Where every random draw starts from (kernel/buckets.py): the id's hash, below 2^31 - 1.
    seed integer NOT NULL GENERATED ALWAYS AS
        ((substr(sha256(uuid_send(id)), 1, 4)::integer & 2147483647) % 2147483647) STORED,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, source, external_id),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK (merged_into <> id),
    FOREIGN KEY (merchant_id, merged_into) REFERENCES members_member (merchant_id, id),
    FOREIGN KEY (merchant_id, erased_into) REFERENCES members_member (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES stores_store (merchant_id, id)
);
CREATE INDEX members_member_merged ON members_member (merchant_id, merged_into)
    WHERE merged_into IS NOT NULL;
CREATE INDEX members_member_home ON members_member (merchant_id, home_id);
CREATE INDEX members_member_joined ON members_member (merchant_id, joined_at, id);
SELECT lk_fence('members_member');
SELECT lk_follow('members_member', 'often', 'id');
