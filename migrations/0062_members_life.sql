-- What happens to a member: cards, family, consent, merging, what staff note of them.
-- deploy: pre
CREATE TABLE members_card (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    -- NULL once the member is erased.
    number text CHECK (number <> ''),
    kind text NOT NULL CHECK (kind IN ('virtual', 'plastic', 'key_ring')),
    state text NOT NULL
        CHECK (state IN ('issued', 'active', 'lost', 'replaced', 'expired', 'void')),
    -- The plan of the programme it follows; empty without one.
    plan text NOT NULL DEFAULT '',
    -- The card date: card years are counted from it.
    card_on date NOT NULL,
    -- The last usable day; NULL is for ever.
    expires_on date,
    -- The day its years are counted from: the card date, or that of a renewal after it had ended.
    runs_from_on date NOT NULL,
    fee_minor bigint NOT NULL DEFAULT 0 CHECK (fee_minor >= 0),
    renewals integer NOT NULL DEFAULT 0,
    replaces uuid,
    cause text NOT NULL,
    issued_at timestamptz NOT NULL,
    activated_at timestamptz,
    ended_at timestamptz,
    store_id uuid,
    PRIMARY KEY (merchant_id, member_id, id),
    UNIQUE (merchant_id, number),
    UNIQUE (merchant_id, member_id, cause),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES stores_store (merchant_id, id)
);
CREATE INDEX members_card_due ON members_card (merchant_id, expires_on, member_id)
    WHERE state IN ('issued', 'active') AND expires_on IS NOT NULL;
SELECT lk_fence('members_card');
SELECT lk_follow('members_card', 'often', 'id');

CREATE TABLE members_household (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    -- How many people live there, where members said so; else those we know are counted.
    size smallint CHECK (size BETWEEN 1 AND 50),
    made_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
SELECT lk_fence('members_household');
SELECT lk_follow('members_household', 'often', 'id');

CREATE TABLE members_kin (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    household_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('head', 'partner', 'adult', 'child', 'other')),
    since timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, member_id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id),
    FOREIGN KEY (merchant_id, household_id) REFERENCES members_household (merchant_id, id)
);
CREATE INDEX members_kin_household ON members_kin (merchant_id, household_id, member_id);
SELECT lk_fence('members_kin');
SELECT lk_follow('members_kin', 'often', 'member_id');

-- A child of a member: kept apart and sealed, on the guardian's consent (PIPL 31).
CREATE TABLE members_child (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    birth_on date NOT NULL,
    gender text NOT NULL DEFAULT '',
    sealed bytea,
    guardian_consent_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, member_id, id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('members_child');
SELECT lk_follow('members_child', 'often', 'id');

-- The texts people agree to; a changed text is a new version.
CREATE TABLE members_notice (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    code text NOT NULL CHECK (code <> ''),
    version integer NOT NULL CHECK (version > 0),
    locale text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, code, version, locale)
);
SELECT lk_fence('members_notice', append_only => true);

-- Every consent and every withdrawal, in order; the last one counts. Evidence is sealed, so that
-- erasing the member erases it from a ledger that is never edited.
CREATE TABLE members_consent (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    purpose text NOT NULL CHECK (purpose <> ''),
    channel text NOT NULL DEFAULT '',
    partner text NOT NULL DEFAULT '',
    given boolean NOT NULL,
    notice text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 0,
    method text NOT NULL,
    sealed bytea,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, member_id, id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX members_consent_last
    ON members_consent (merchant_id, member_id, purpose, channel, partner, id DESC);
SELECT lk_fence('members_consent', append_only => true);
SELECT lk_follow('members_consent', 'final', 'member_id', 'id');

-- Rows of a merged member stay theirs and are read through `merged_into`, so that undoing is exact.
CREATE TABLE members_merge (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    winner_id uuid NOT NULL,
    loser_id uuid NOT NULL,
    loser_state text NOT NULL,
    -- Members merged into the loser earlier; they forward to the winner now.
    followers uuid[] NOT NULL,
    reason text NOT NULL,
    merged_at timestamptz NOT NULL,
    undone_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, winner_id) REFERENCES members_member (merchant_id, id),
    FOREIGN KEY (merchant_id, loser_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX members_merge_winner ON members_merge (merchant_id, winner_id, merged_at);
CREATE INDEX members_merge_loser ON members_merge (merchant_id, loser_id, merged_at);
SELECT lk_fence('members_merge');

-- What staff noted of a member; with a day it is a to-do. What is written there may name anybody, so
-- it is sealed with the member's key. Kept for whom it was written of, through merges and back.
CREATE TABLE members_note (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    -- Counts its changes.
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    sealed bytea NOT NULL,
    due_on date,
    author text NOT NULL CHECK (author <> ''),
    -- Whose work a to-do is; a note is nobody's.
    assignee text NOT NULL DEFAULT '',
    written_at timestamptz NOT NULL,
    edited_at timestamptz,
    done_at timestamptz,
    done_by text NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id, member_id, id),
    CHECK ((done_at IS NULL) = (done_by = '')),
    CHECK (done_at IS NULL OR due_on IS NOT NULL),
    CHECK ((due_on IS NULL) = (assignee = '')),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX members_note_written ON members_note (merchant_id, member_id, written_at, id);
CREATE INDEX members_note_due ON members_note (merchant_id, due_on, id)
    WHERE due_on IS NOT NULL AND done_at IS NULL;
CREATE INDEX members_note_assigned ON members_note (merchant_id, assignee, due_on, id)
    WHERE due_on IS NOT NULL AND done_at IS NULL;
SELECT lk_fence('members_note');
