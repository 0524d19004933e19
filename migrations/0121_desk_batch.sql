-- Acts on many members: what was asked of whom, what became of each, and how far it has come.
-- deploy: pre
CREATE TABLE desk_batch (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    action text NOT NULL,
    params jsonb NOT NULL,
    reason text NOT NULL,
    -- The segments its members were found by.
    segments text[] NOT NULL DEFAULT '{}',
    state text NOT NULL CHECK (state IN ('preview', 'running', 'done', 'undoing', 'undone')),
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (merchant_id, id)
);
SELECT lk_fence('desk_batch');

-- `skipped` says why a member is left out from the start; `outcome` what became of the others.
CREATE TABLE desk_batch_member (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    batch_id uuid NOT NULL,
    member_id uuid NOT NULL,
    skipped text NOT NULL DEFAULT '',
    outcome text NOT NULL DEFAULT '',
    -- Of who was refused: the field it is about and the reason, where there is one.
    field text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    reason_zh text NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id, batch_id, member_id),
    FOREIGN KEY (merchant_id, batch_id) REFERENCES desk_batch (merchant_id, id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('desk_batch_member');
-- What was done to one member among many.
CREATE INDEX desk_batch_member_whose ON desk_batch_member (merchant_id, member_id);
-- Lists show the latest batches first.
CREATE INDEX desk_batch_made ON desk_batch (merchant_id, made_at, id);
