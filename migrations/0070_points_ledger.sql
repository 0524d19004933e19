-- The books of points: entries are the truth and never change; accounts, lots and holds are the
-- working state folded from them, and `liuke verify` proves the one from the other.
-- deploy: pre

-- One member's book. `spendable` and `pending` are as of the last posting.
CREATE TABLE points_account (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    book text NOT NULL CHECK (char_length(book) BETWEEN 1 AND 40),
    balance bigint NOT NULL,
    spendable bigint NOT NULL,
    pending bigint NOT NULL CHECK (pending >= 0),
    held bigint NOT NULL CHECK (held >= 0),
    debt bigint NOT NULL CHECK (debt >= 0),
    -- All that was ever awarded, less what was clawed back; spending never lowers it.
    earned bigint NOT NULL,
    seq bigint NOT NULL,
    lots bigint NOT NULL,
    uses bigint NOT NULL,
    active_on date,
    -- The day after which an idle member loses the book; null where idleness costs nothing.
    lapses_on date,
    card_on date,
    link bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, book),
    CHECK (balance = spendable + pending + held - debt),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
-- Room on each page, and no index on what a posting changes: updates stay on their page.
) WITH (fillfactor = 75);
CREATE INDEX points_account_lapse ON points_account (merchant_id, lapses_on, member_id)
    WHERE lapses_on IS NOT NULL;
SELECT lk_fence('points_account');
SELECT lk_follow('points_account', 'often', 'member_id', 'book');

-- The last line of defence: whoever swallowed a refusal still cannot commit an overdraft.
CREATE FUNCTION points_refuse_overdraft() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM points_account a
        WHERE a.merchant_id = NEW.merchant_id AND a.member_id = NEW.member_id
            AND a.book = NEW.book AND a.spendable < 0
    ) THEN
        RAISE EXCEPTION 'points of member % in book % below zero', NEW.member_id, NEW.book
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER overdraft AFTER INSERT OR UPDATE ON points_account
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.spendable < 0) EXECUTE FUNCTION points_refuse_overdraft();

-- How the sums over all members change: a posting adds a row for each book it moves, and the sum of
-- its rows is what a book has over all accounts and entries. A job makes many rows one. No row is
-- ever waited for.
CREATE TABLE points_step (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL DEFAULT uuidv7(),
    book text NOT NULL,
    members bigint NOT NULL,
    spendable bigint NOT NULL,
    pending bigint NOT NULL,
    held bigint NOT NULL,
    debt bigint NOT NULL,
    -- What entries of some kinds add up to; `redeemed` is net of what was given back.
    awarded bigint NOT NULL,
    redeemed bigint NOT NULL,
    expired bigint NOT NULL,
    clawed_back bigint NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
SELECT lk_fence('points_step');

-- What happened, chained per account: link = sha256(previous link, this entry and what it opened).
CREATE TABLE points_entry (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    book text NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    kind text NOT NULL CHECK (kind IN
        ('award', 'redeem', 'restore', 'claw_back', 'expire', 'transfer', 'adjust')),
    points bigint NOT NULL,
    -- What was wanted; differs from `points` where a claw-back could not take everything.
    asked bigint NOT NULL,
    -- Of what was wanted: left to the refund or waived, by the book's policy.
    short bigint NOT NULL CHECK (short >= 0),
    balance_after bigint NOT NULL,
    cause text NOT NULL CHECK (char_length(cause) BETWEEN 1 AND 200),
    happened_at timestamptz NOT NULL,
    business_on date NOT NULL,
    -- The day whose month and card year an earning counts in; a reversal counts where the
    -- award did.
    counts_on date,
    -- The entry that this one reverses.
    of_seq bigint,
    -- The day after which the book of a member who stays idle lapses, from here on.
    lapses_on date,
    order_id uuid,
    store_id uuid,
    rule text NOT NULL,
    version_id uuid NOT NULL,
    -- Lines of explanation; text and not jsonb, because the chain hashes these very bytes.
    reason text NOT NULL CHECK (reason IS JSON ARRAY),
    posted_at timestamptz NOT NULL,
    link bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, book, seq),
    UNIQUE (merchant_id, member_id, book, cause),
    CHECK (points <> 0 OR kind IN ('claw_back', 'transfer')),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX points_entry_earned
    ON points_entry (merchant_id, member_id, book, counts_on) INCLUDE (asked)
    WHERE counts_on IS NOT NULL;
CREATE INDEX points_entry_reversal ON points_entry (merchant_id, member_id, book, of_seq)
    WHERE of_seq IS NOT NULL;
-- What stores settle over a period: only what was spent and given back, not every award.
CREATE INDEX points_entry_honoured ON points_entry (merchant_id, business_on)
    WHERE kind IN ('redeem', 'restore');
SELECT lk_fence('points_entry', append_only => true);
-- Its `xid` also says which anchor covers an entry: the first laid when that was over.
SELECT lk_follow('points_entry', 'final', 'member_id', 'book', 'seq');

-- Points that came in together and end together. A debt is a lot below zero.
CREATE TABLE points_lot (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    book text NOT NULL,
    lot bigint NOT NULL CHECK (lot > 0),
    opened_by bigint NOT NULL,
    points bigint NOT NULL CHECK (points <> 0),
    remaining bigint NOT NULL,
    held bigint NOT NULL DEFAULT 0,
    earned_on date NOT NULL,
    pending boolean NOT NULL,
    -- Null while it waits for an event.
    available_at timestamptz,
    -- The last usable day; null never ends.
    expires_on date,
    -- sha256 of both dates where an event freed it; else empty, and its entry's link has them.
    freed bytea NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id, member_id, book, lot),
    CHECK (remaining BETWEEN LEAST(points, 0) AND GREATEST(points, 0)),
    CHECK (held BETWEEN 0 AND GREATEST(remaining, 0)),
    FOREIGN KEY (merchant_id, member_id, book, opened_by)
        REFERENCES points_entry (merchant_id, member_id, book, seq)
);
-- Holds what a balance is made of: lots of years lie a page apart, and need not be read for it.
CREATE INDEX points_lot_open ON points_lot (merchant_id, member_id, book)
    INCLUDE (lot, opened_by, points, remaining, held, earned_on, pending, available_at, expires_on,
        freed)
    WHERE remaining <> 0;
CREATE INDEX points_lot_expiry ON points_lot (merchant_id, expires_on, member_id)
    WHERE remaining > 0 AND expires_on IS NOT NULL;
CREATE INDEX points_lot_waiting ON points_lot (merchant_id, available_at, member_id)
    WHERE pending;
SELECT lk_fence('points_lot');
SELECT lk_follow('points_lot', 'often', 'member_id', 'book', 'lot');

-- Which lots an entry took from (above zero) or gave back to (below zero). For every entry
-- points = the lots it opened - its uses; for every lot remaining = points - its uses.
CREATE TABLE points_use (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    book text NOT NULL,
    seq bigint NOT NULL,
    use bigint NOT NULL CHECK (use > 0),
    lot bigint NOT NULL,
    points bigint NOT NULL CHECK (points <> 0),
    PRIMARY KEY (merchant_id, member_id, book, seq, use),
    FOREIGN KEY (merchant_id, member_id, book, lot)
        REFERENCES points_lot (merchant_id, member_id, book, lot)
);
SELECT lk_fence('points_use', append_only => true);
SELECT lk_follow('points_use', 'final', 'member_id', 'book', 'seq', 'use');

-- Points set aside for a checkout that has not finished; `lots` and `parts` name from where.
CREATE TABLE points_hold (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    book text NOT NULL,
    cause text NOT NULL CHECK (char_length(cause) BETWEEN 1 AND 200),
    points bigint NOT NULL CHECK (points > 0),
    lots bigint[] NOT NULL,
    parts bigint[] NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'settled', 'released')),
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, member_id, book, cause),
    CHECK (cardinality(lots) = cardinality(parts)),
    FOREIGN KEY (merchant_id, member_id, book)
        REFERENCES points_account (merchant_id, member_id, book)
);
CREATE INDEX points_hold_open ON points_hold (merchant_id, expires_at, member_id)
    WHERE state = 'open';
SELECT lk_fence('points_hold');
