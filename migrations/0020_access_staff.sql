-- Who may come in and what they may do: staff, sessions, API keys, and acts that need two people.
-- deploy: pre
CREATE TABLE access_staff (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    sign_in text NOT NULL CHECK (sign_in <> '' AND sign_in = lower(sign_in)),
    name text NOT NULL CHECK (name <> ''),
    role text NOT NULL
        CHECK (role IN ('owner', 'operations', 'manager', 'guide', 'service', 'auditor')),
    -- Scope: the stores of a region and below, these stores, or (both NULL) the whole merchant.
    region text,
    store_ids uuid[],
    password_hash text,
    totp_sealed bytea,
    totp_step bigint NOT NULL DEFAULT 0,
    -- Who made the token by which they came in last, and when: for days they count as one.
    let_in_by uuid,
    let_in_at timestamptz,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, sign_in),
    CHECK (region IS NULL OR store_ids IS NULL),
    CHECK ((let_in_by IS NULL) = (let_in_at IS NULL)),
    FOREIGN KEY (merchant_id, let_in_by) REFERENCES access_staff (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id)
);
CREATE INDEX access_staff_sign_in ON access_staff (sign_in);
SELECT lk_fence('access_staff');

-- One-time tokens by which somebody sets their own password: set-up, invitation, reset.
CREATE TABLE access_ticket (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
    staff_id uuid NOT NULL,
    -- The person who made it, or whom they count as; none at the command line.
    made_by uuid,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (merchant_id, token_hash),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES access_staff (merchant_id, id),
    FOREIGN KEY (merchant_id, made_by) REFERENCES access_staff (merchant_id, id)
);
CREATE INDEX access_ticket_token ON access_ticket (token_hash);
CREATE INDEX access_ticket_staff ON access_ticket (merchant_id, staff_id);
SELECT lk_fence('access_ticket');

CREATE TABLE access_session (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
    -- What its owner knows it by: the token itself is known to their browser alone.
    id uuid NOT NULL,
    staff_id uuid NOT NULL,
    device text NOT NULL DEFAULT '',
    address text NOT NULL DEFAULT '',
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, token_hash),
    UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES access_staff (merchant_id, id)
);
CREATE INDEX access_session_token ON access_session (token_hash);
CREATE INDEX access_session_staff ON access_session (merchant_id, staff_id);
SELECT lk_fence('access_session');

-- A row per try at a password, written before the password is looked at.
CREATE TABLE access_attempt (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    staff_id uuid NOT NULL,
    id uuid NOT NULL DEFAULT uuidv7(),
    tried_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, staff_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES access_staff (merchant_id, id)
);
SELECT lk_fence('access_attempt');

CREATE TABLE access_key (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    scopes text[] NOT NULL,
    store_ids uuid[],
    -- The person who answers for the key: a key's request is never approved by them.
    made_by uuid,
    made_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    used_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id),
    FOREIGN KEY (merchant_id, made_by) REFERENCES access_staff (merchant_id, id)
);
CREATE INDEX access_key_id ON access_key (id);
CREATE INDEX access_key_name ON access_key (merchant_id, name);
SELECT lk_fence('access_key');

-- An act above its limit, waiting for a second person; spent once by the request that asked.
CREATE TABLE access_approval (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    act text NOT NULL,
    subject text NOT NULL,
    amount bigint NOT NULL,
    limit_exceeded bigint NOT NULL,
    -- What the asker had done alone that day: a small act may come on top of many.
    done_today bigint NOT NULL,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL CHECK (length(payload_hash) = 32),
    before jsonb,
    after jsonb,
    reason text NOT NULL,
    asked_by text NOT NULL,
    -- The person behind `asked_by`: the staff member, or whoever answers for the key.
    asked_person uuid,
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'approved', 'refused', 'used', 'withdrawn')),
    decided_by uuid,
    decided_at timestamptz,
    decided_reason text,
    used_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    CHECK (decided_by IS DISTINCT FROM asked_person OR decided_by IS NULL),
    CHECK ((state IN ('approved', 'refused', 'used')) = (decided_at IS NOT NULL)),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id),
    FOREIGN KEY (merchant_id, asked_person) REFERENCES access_staff (merchant_id, id),
    FOREIGN KEY (merchant_id, decided_by) REFERENCES access_staff (merchant_id, id)
);
CREATE INDEX access_approval_state ON access_approval (merchant_id, state, id);
SELECT lk_fence('access_approval');

-- Up to which amount one person may act alone; acts not listed have the product's default.
CREATE TABLE access_limit (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    act text NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    set_by text NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, act),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id)
);
SELECT lk_fence('access_limit');

-- What a person has done alone on their latest day: a limit holds for all requests of a day.
CREATE TABLE access_alone (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    person text NOT NULL,
    act text NOT NULL,
    day date NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (merchant_id, person, act),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id)
);
SELECT lk_fence('access_alone');
