-- Tiers: what was counted, where each member stands, how it moved, and what it gave.
-- deploy: pre

-- The inputs of the fold. A standing is a function of these rows and a date, nothing else.
CREATE TABLE tiers_entry (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    set_code text NOT NULL,
    cause text NOT NULL,
    at timestamptz NOT NULL,
    day date NOT NULL,
    amount bigint NOT NULL,
    purchases integer NOT NULL,
    purchase_minor bigint NOT NULL,
    level text,
    hold_until_on date,
    card_on date,
    card_until_on date,
    undoes text NOT NULL,
    reason text NOT NULL,
    version uuid NOT NULL,
    posted_at timestamptz NOT NULL,
    -- The how-manieth of its member and set it is, and sha256(the link before, its text).
    seq bigint NOT NULL CHECK (seq > 0),
    link bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, set_code, cause),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('tiers_entry', append_only => true);
SELECT lk_follow('tiers_entry', 'final', 'member_id', 'set_code', 'cause');

-- Where a member stands, as of `as_of_on`; `due_on` is the next day on which time may move it.
CREATE TABLE tiers_standing (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    set_code text NOT NULL,
    level text NOT NULL,
    since_on date,
    anchor_on date,
    period_start_on date,
    period_end_on date,
    progress bigint NOT NULL,
    days jsonb NOT NULL,
    purchases integer NOT NULL,
    purchases_here integer NOT NULL,
    falls integer NOT NULL,
    grace_until_on date,
    grace_missing bigint NOT NULL,
    grace_to text NOT NULL,
    hold_until_on date,
    pinned boolean NOT NULL,
    card_until_on date,
    paused text NOT NULL,
    as_of_on date,
    last_at timestamptz,
    last_cause text NOT NULL,
    version uuid NOT NULL,
    climbed_on date,
    rank smallint NOT NULL,
    missing bigint,
    due_on date,
    -- The last entry's.
    seq bigint NOT NULL,
    link bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, set_code),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX tiers_standing_level ON tiers_standing (merchant_id, set_code, level, member_id);
SELECT lk_fence('tiers_standing');
SELECT lk_follow('tiers_standing', 'often', 'member_id', 'set_code');

-- How many came to a level and left it: whoever moves adds a row, and the sum of a level's rows is
-- how many stand there. A job makes many rows one. No row is ever waited for.
CREATE TABLE tiers_step (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL DEFAULT uuidv7(),
    set_code text NOT NULL,
    level text NOT NULL,
    members bigint NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
SELECT lk_fence('tiers_step');

-- Who was merged into somebody, or erased: their standings stay, and are counted nowhere.
CREATE TABLE tiers_gone (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    PRIMARY KEY (merchant_id, member_id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('tiers_gone');

-- Every climb, fall and prolongation as it was noted, corrections included.
CREATE TABLE tiers_movement (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    set_code text NOT NULL,
    id uuid NOT NULL DEFAULT uuidv7(),
    kind text NOT NULL CHECK (kind IN ('up', 'down', 'kept')),
    day date NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    cause text NOT NULL,
    why text NOT NULL,
    version uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, member_id, set_code, id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('tiers_movement', append_only => true);
SELECT lk_follow('tiers_movement', 'final', 'id');

-- A gift is given once for each occasion: the key is the promise. Gifts of one code are one gift,
-- so who climbs in the birthday month has one cake.
CREATE TABLE tiers_grant (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    set_code text NOT NULL,
    level text NOT NULL,
    grant_code text NOT NULL,
    period text NOT NULL,
    cause text NOT NULL,
    version uuid NOT NULL,
    at timestamptz NOT NULL,
    -- A return undid the step that gave it; climbing again gives it again, as the next turn.
    turn integer NOT NULL DEFAULT 1,
    undone_at timestamptz,
    PRIMARY KEY (merchant_id, member_id, set_code, grant_code, period),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('tiers_grant');

-- A rung is claimed once in its period; undone and claimed again as a gift is.
CREATE TABLE tiers_rung (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    set_code text NOT NULL,
    period_on date NOT NULL,
    rung text NOT NULL,
    progress bigint NOT NULL,
    version uuid NOT NULL,
    at timestamptz NOT NULL,
    turn integer NOT NULL DEFAULT 1,
    undone_at timestamptz,
    PRIMARY KEY (merchant_id, member_id, set_code, period_on, rung),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('tiers_rung');
