-- Promotions: what limited rules have given; only declared limits have a row.
-- deploy: pre

-- Shared by everybody: in total, a business day, a store, a budget in money, points. Spent by
-- ranked grant, the last statement before the commit, since everybody who wants the same limit
-- waits for it.
CREATE TABLE promotions_counter (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    rule text NOT NULL,
    scope text NOT NULL CHECK (scope ~ '^(total|budget|points|day:.+|store:.+)$'),
    maximum bigint NOT NULL CHECK (maximum >= 0),
    spent bigint NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (merchant_id, rule, scope)
);
SELECT lk_fence('promotions_counter');

-- One member's own: for ever (period ''), or on one business day. Written under the member's lock.
CREATE TABLE promotions_member_use (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    rule text NOT NULL,
    period text NOT NULL,
    uses bigint NOT NULL CHECK (uses >= 0),
    PRIMARY KEY (merchant_id, member_id, rule, period),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('promotions_member_use');
