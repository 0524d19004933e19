-- What was sold, to whom, at which price and why; what came back; and each member's running sums.
-- deploy: pre
CREATE TABLE checkout_order (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    source text NOT NULL,
    external_id text NOT NULL,
    store_id uuid,
    store text NOT NULL DEFAULT '',
    channel text NOT NULL DEFAULT '',
    staff text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('paid', 'shipped', 'received', 'cancelled')),
    placed_at timestamptz NOT NULL,
    business_on date NOT NULL,
    weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    gross_minor bigint NOT NULL CHECK (gross_minor >= 0),
    cut_minor bigint NOT NULL CHECK (cut_minor >= 0),
    discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
    points_minor bigint NOT NULL CHECK (points_minor >= 0),
    shipping_minor bigint NOT NULL CHECK (shipping_minor >= 0),
    payable_minor bigint NOT NULL CHECK (payable_minor >= 0),
    units bigint NOT NULL CHECK (units > 0),
    -- Nobody has claimed it: `member_id` is a member-shaped key of its own.
    guest boolean NOT NULL,
    -- What was decided and under which versions: the price explains itself for ever.
    versions uuid[] NOT NULL,
    decision jsonb NOT NULL,
    -- sha256 of what was sold where and when, line by line; and of why it cost that.
    birth bytea NOT NULL,
    decided bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES stores_store (merchant_id, id)
);
CREATE INDEX checkout_order_recent ON checkout_order (merchant_id, placed_at, id);
-- A till counts the day of its own store, however many others there are.
CREATE INDEX checkout_order_day ON checkout_order (merchant_id, store, placed_at);
SELECT lk_fence('checkout_order');
SELECT lk_follow('checkout_order', 'seldom', 'id');

-- From the key a caller knows to the member whose rows to look at.
CREATE TABLE checkout_key (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    source text NOT NULL,
    external_id text NOT NULL,
    member_id uuid NOT NULL,
    order_id uuid NOT NULL,
    -- SHA-256 of what was asked, so that a key is never answered for another sale.
    fingerprint bytea NOT NULL,
    claim bytea,
    claim_until_on date,
    PRIMARY KEY (merchant_id, source, external_id),
    UNIQUE (merchant_id, order_id),
    FOREIGN KEY (merchant_id, member_id, order_id)
        REFERENCES checkout_order (merchant_id, member_id, id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE UNIQUE INDEX checkout_key_claim ON checkout_key (merchant_id, claim)
    WHERE claim IS NOT NULL;
SELECT lk_fence('checkout_key');

CREATE TABLE checkout_line (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    order_id uuid NOT NULL,
    line integer NOT NULL,
    product text NOT NULL,
    sku text NOT NULL,
    name text NOT NULL DEFAULT '',
    category text NOT NULL DEFAULT '',
    units bigint NOT NULL CHECK (units > 0),
    grams bigint NOT NULL DEFAULT 0,
    gross_minor bigint NOT NULL,
    cut_minor bigint NOT NULL,
    discount_minor bigint NOT NULL,
    points_minor bigint NOT NULL,
    due_minor bigint NOT NULL,
    PRIMARY KEY (merchant_id, member_id, order_id, line),
    CHECK (gross_minor = cut_minor + discount_minor + points_minor + due_minor),
    CHECK (LEAST(cut_minor, discount_minor, points_minor, due_minor) >= 0),
    FOREIGN KEY (merchant_id, member_id, order_id)
        REFERENCES checkout_order (merchant_id, member_id, id) DEFERRABLE INITIALLY IMMEDIATE
);
SELECT lk_fence('checkout_line');
SELECT lk_follow('checkout_line', 'seldom', 'order_id', 'line');

CREATE TABLE checkout_payment (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    order_id uuid NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    refunded_minor bigint NOT NULL DEFAULT 0,
    reference text NOT NULL DEFAULT '',
    -- sha256 of how it was paid, whoever's the order is.
    birth bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, order_id, place),
    CHECK (refunded_minor BETWEEN 0 AND amount_minor),
    FOREIGN KEY (merchant_id, member_id, order_id)
        REFERENCES checkout_order (merchant_id, member_id, id) DEFERRABLE INITIALLY IMMEDIATE
);
SELECT lk_fence('checkout_payment');
SELECT lk_follow('checkout_payment', 'seldom', 'order_id', 'place');

-- Each return keeps the ranges of units it took back, so that no unit comes back twice.
CREATE TABLE checkout_return (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    order_id uuid NOT NULL,
    id uuid NOT NULL,
    external_id text NOT NULL,
    returned_at timestamptz NOT NULL,
    business_on date NOT NULL,
    units jsonb NOT NULL,
    refund_minor bigint NOT NULL CHECK (refund_minor >= 0),
    outcome jsonb NOT NULL,
    reason text NOT NULL DEFAULT '',
    -- sha256 of all this, whoever's the order is.
    birth bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, order_id, id),
    UNIQUE (merchant_id, member_id, order_id, external_id),
    FOREIGN KEY (merchant_id, member_id, order_id)
        REFERENCES checkout_order (merchant_id, member_id, id) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX checkout_return_recent ON checkout_return (merchant_id, returned_at, id);
SELECT lk_fence('checkout_return');
SELECT lk_follow('checkout_return', 'seldom', 'id');

-- Running sums by member, kept in the same transaction, so that live facts cost one row.
CREATE TABLE checkout_stats (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    orders bigint NOT NULL,
    units bigint NOT NULL,
    net_minor bigint NOT NULL,
    saved_minor bigint NOT NULL,
    returned_minor bigint NOT NULL,
    first_on date,
    last_on date,
    last_at timestamptz,
    PRIMARY KEY (merchant_id, member_id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('checkout_stats');
SELECT lk_follow('checkout_stats', 'often', 'member_id');

-- What is held for a basket that is not sold yet; the row goes when it is sold or let go.
CREATE TABLE checkout_reservation (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    until timestamptz NOT NULL,
    coupons uuid[] NOT NULL,
    store_id uuid,
    PRIMARY KEY (merchant_id, member_id, id),
    UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES stores_store (merchant_id, id)
);
SELECT lk_fence('checkout_reservation');
