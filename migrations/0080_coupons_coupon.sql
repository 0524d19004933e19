-- Coupons: the one row of each coupon as it stands, the history it came by, and where codes lead.
-- deploy: pre

-- The id is made of the member, the template and the cause: the same wish again finds its coupon.
-- No key to members: the member's lock proves the member, and a guest's basket, which is no
-- member, may use a public code under its member-shaped key.
CREATE TABLE coupons_coupon (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    template text NOT NULL,
    version uuid NOT NULL,
    code bytea NOT NULL CHECK (octet_length(code) = 8),
    state text NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'used', 'expired', 'void', 'transferred')),
    uses integer NOT NULL CHECK (uses > 0),
    uses_left integer NOT NULL CHECK (uses_left BETWEEN 0 AND uses),
    saved_minor bigint NOT NULL DEFAULT 0 CHECK (saved_minor >= 0),
    valid_from timestamptz NOT NULL,
    valid_until timestamptz,
    claim_until timestamptz,
    claimed_at timestamptz,
    reserved_for text,
    reserved_until timestamptz,
    issued_at timestamptz NOT NULL,
    issued_by text NOT NULL,
    cause text NOT NULL,
    seq integer NOT NULL DEFAULT 0,
    -- Of what came from another member: what it was called at first, and was given for.
    first_id uuid,
    given_for text,
    -- The code it had in the system it was brought from, as it was written there.
    old_code text,
    -- sha256 of all it was born with, and the link of its last step.
    birth bytea NOT NULL,
    link bytea,
    PRIMARY KEY (merchant_id, member_id, id),
    CHECK ((seq = 0) = (link IS NULL)),
    CHECK (state = 'open' OR reserved_for IS NULL),
    CHECK ((reserved_for IS NULL) = (reserved_until IS NULL)),
    CHECK (state <> 'used' OR uses_left = 0)
);
-- How many of a template stand where: the template's page, and a limit declared late.
CREATE INDEX coupons_coupon_template ON coupons_coupon (merchant_id, template, state);
-- What ends next: by its validity, by its claim window, by its reservation.
CREATE INDEX coupons_coupon_ending ON coupons_coupon (merchant_id, valid_until)
    WHERE state = 'open' AND valid_until IS NOT NULL;
CREATE INDEX coupons_coupon_unclaimed ON coupons_coupon (merchant_id, claim_until)
    WHERE state = 'open' AND claim_until IS NOT NULL AND claimed_at IS NULL;
CREATE INDEX coupons_coupon_reserved ON coupons_coupon (merchant_id, reserved_until)
    WHERE reserved_until IS NOT NULL;
SELECT lk_fence('coupons_coupon');
SELECT lk_follow('coupons_coupon', 'often', 'id');
-- How a coupon came to be is written once: only where it stands may change.
REVOKE UPDATE, DELETE ON coupons_coupon FROM liuke_app, liuke_worker;
GRANT UPDATE (state, uses_left, saved_minor, claimed_at, reserved_for, reserved_until, seq, link)
    ON coupons_coupon TO liuke_app, liuke_worker;

-- The terms a coupon is born with and keeps, as one hash: of many given alike it is computed once.
CREATE FUNCTION coupons_birth(
    template text, version uuid, uses integer, valid_from timestamptz, valid_until timestamptz,
    claim_until timestamptz, issued_at timestamptz, issued_by text, cause text, first_id uuid,
    given_for text, old_code text
) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN sha256(record_send(ROW(
        template, version, uses, valid_from, valid_until, claim_until, issued_at, issued_by, cause,
        first_id, given_for, old_code
    )));

-- How the numbers of coupons of a template change, and when those that are open end: whatever is
-- given, used or ends adds a row, and the sum of a template's rows is how its coupons stand. A job
-- makes many rows one, and those of ends gone by stand together under null. No row is ever waited
-- for.
CREATE TABLE coupons_step (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL DEFAULT uuidv7(),
    template text NOT NULL,
    valid_until timestamptz,
    given bigint NOT NULL,
    open bigint NOT NULL,
    claimed bigint NOT NULL,
    used bigint NOT NULL,
    expired bigint NOT NULL,
    void bigint NOT NULL,
    transferred bigint NOT NULL,
    saved_minor bigint NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
SELECT lk_fence('coupons_step');

-- Every later step of every coupon's life, by whom and for what.
CREATE TABLE coupons_entry (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    coupon_id uuid NOT NULL,
    seq integer NOT NULL CHECK (seq > 0),
    kind text NOT NULL CHECK (
        kind IN (
            'claimed', 'reserved', 'released', 'redeemed',
            'restored', 'expired', 'voided', 'transferred'
        )
    ),
    at timestamptz NOT NULL,
    cause text NOT NULL,
    uses integer NOT NULL,
    saved_minor bigint NOT NULL,
    actor text NOT NULL,
    -- When a reservation ends.
    until timestamptz,
    -- sha256(the link before, its text).
    link bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, coupon_id, seq),
    FOREIGN KEY (merchant_id, member_id, coupon_id)
        REFERENCES coupons_coupon (merchant_id, member_id, id)
);
-- What one order did to a member's coupons.
CREATE INDEX coupons_entry_cause ON coupons_entry (merchant_id, member_id, cause)
    WHERE kind IN ('redeemed', 'restored');
SELECT lk_fence('coupons_entry', append_only => true);
SELECT lk_follow('coupons_entry', 'final', 'coupon_id', 'seq');

-- A presented code leads to the member whose coupon it is; coupons are found by member. Written
-- in the statement that writes the coupon, so the key back to it would cost and prove nothing.
-- Eight bytes are a code of ours; sixteen are the digest of a code, or of a number, that a coupon
-- had in the system it was brought from.
CREATE TABLE coupons_code (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    code bytea NOT NULL CHECK (octet_length(code) IN (8, 16)),
    member_id uuid NOT NULL,
    coupon_id uuid NOT NULL,
    PRIMARY KEY (merchant_id, code)
);
SELECT lk_fence('coupons_code', append_only => true);

-- What is spent of a declared limit: stock, a day's stock, a budget. Without a limit, no row.
CREATE TABLE coupons_counter (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    template text NOT NULL,
    scope text NOT NULL,
    maximum bigint NOT NULL,
    spent bigint NOT NULL,
    PRIMARY KEY (merchant_id, template, scope)
);
SELECT lk_fence('coupons_counter');
