-- How members come in by themselves: challenges, one-time codes, sessions, a code that changes.
-- deploy: pre

-- Challenges that were solved and used; each counts once.
CREATE TABLE members_challenge (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    nonce bytea NOT NULL CHECK (length(nonce) = 16),
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, nonce)
);
CREATE INDEX members_challenge_end ON members_challenge (merchant_id, ends_at);
SELECT lk_fence('members_challenge');

-- Codes that were sent. Phone, block of numbers, address and code are keyed hashes: a code can be
-- asked for by anybody, so nobody is named here. `device` is the hash of a cookie.
CREATE TABLE members_code (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    phone bytea NOT NULL CHECK (length(phone) = 32),
    block bytea NOT NULL CHECK (length(block) = 32),
    address bytea NOT NULL CHECK (length(address) = 32),
    device bytea NOT NULL CHECK (length(device) = 32),
    code bytea NOT NULL CHECK (length(code) = 32),
    cost_minor bigint NOT NULL CHECK (cost_minor >= 0),
    tries integer NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    sent_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX members_code_sent ON members_code (merchant_id, sent_at);
CREATE INDEX members_code_phone ON members_code (merchant_id, phone, device, sent_at);
SELECT lk_fence('members_code');

CREATE TABLE members_session (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
    member_id uuid NOT NULL,
    device text NOT NULL DEFAULT '',
    started_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, token_hash),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX members_session_token ON members_session (token_hash);
CREATE INDEX members_session_member ON members_session (merchant_id, member_id);
SELECT lk_fence('members_session');

-- Half minutes whose code was shown to a till; whoever saw it first is the only one it serves.
CREATE TABLE members_shown (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    slot bigint NOT NULL,
    actor text NOT NULL,
    shown_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, member_id, slot),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('members_shown');

CREATE POLICY door ON members_session TO liuke_owner USING (true) WITH CHECK (true);
CREATE POLICY door ON members_member TO liuke_owner USING (true) WITH CHECK (true);

-- A live session of a member by the hash of its token; a merged member is who they became.
CREATE FUNCTION members_find_session(token bytea, OUT merchant_id uuid, OUT member_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT s.merchant_id, COALESCE(m.merged_into, m.id)
    FROM members_session s
    JOIN members_member m ON m.merchant_id = s.merchant_id AND m.id = s.member_id
    WHERE s.token_hash = token AND s.ends_at > lk_now() AND m.state <> 'erased';
END;

-- The shop a guest means: the one they name, or the only one there is.
CREATE FUNCTION members_find_shop(asked uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT CASE WHEN COUNT(*) = 1 THEN (array_agg(found.merchant_id))[1] END
    FROM (
        SELECT s.merchant_id FROM stores_merchant s
        WHERE asked IS NULL OR s.merchant_id = asked
        LIMIT 2
    ) found;
END;
