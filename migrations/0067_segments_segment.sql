-- Segments: questions about members with every version kept, frozen lists, and who is in.
-- deploy: pre
CREATE TABLE segments_segment (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    code text NOT NULL,
    name text NOT NULL,
    name_zh text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('live', 'frozen')),
    version integer NOT NULL DEFAULT 1,
    -- The question of a live segment; a frozen list has none.
    tree jsonb,
    -- What a list was frozen from, and as of when.
    origin text,
    origin_version integer,
    as_of timestamptz,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    archived_at timestamptz,
    PRIMARY KEY (merchant_id, code),
    CHECK ((kind = 'live') = (tree IS NOT NULL))
);
SELECT lk_fence('segments_segment');

-- Every change is a new version; none is ever edited.
CREATE TABLE segments_version (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    code text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    name_zh text NOT NULL,
    tree jsonb,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, code, version),
    FOREIGN KEY (merchant_id, code) REFERENCES segments_segment (merchant_id, code)
);
SELECT lk_fence('segments_version');

-- How far an evaluation has come, and what the last whole one was of. Edits never wait for it.
CREATE TABLE segments_state (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    code text NOT NULL,
    -- The evaluation under way: of which version, as of when, how far, and whether again after it.
    run_id uuid,
    run_version integer,
    run_as_of timestamptz,
    through uuid,
    again boolean NOT NULL DEFAULT false,
    -- By the tables stretch by stretch; or by the lake, who would change, and then whoever it has
    -- missed: `found` are their ids in order, sixteen bytes each, of which so many are settled.
    way text CHECK (way IN ('tables', 'lake', 'missed')),
    found bytea STORAGE EXTERNAL,
    settled integer NOT NULL DEFAULT 0,
    -- What the lake knows: the transactions below one, in an epoch.
    cut_xid bigint,
    cut_epoch integer,
    -- The last one that was finished.
    version integer,
    as_of timestamptz,
    evaluated_at timestamptz,
    members bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, code),
    FOREIGN KEY (merchant_id, code) REFERENCES segments_segment (merchant_id, code)
);
SELECT lk_fence('segments_state');

-- No keys to members and segments, which are never deleted: whoever writes has locked the member, or
-- read them in the same statement, and has read the segment. Checking both took half of the time.
CREATE TABLE segments_member (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    code text NOT NULL,
    member_id uuid NOT NULL,
    since timestamptz NOT NULL,
    -- A member of a frozen list who became a part of another waits here for the merge to be undone;
    -- the one they became carries the merge.
    dormant boolean NOT NULL DEFAULT false,
    merge_id uuid,
    PRIMARY KEY (merchant_id, code, member_id)
);
CREATE INDEX segments_member_member ON segments_member (merchant_id, member_id);
SELECT lk_fence('segments_member');
SELECT lk_follow('segments_member', 'often', 'code', 'member_id');
