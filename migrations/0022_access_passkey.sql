-- Passkeys of staff, and the challenges that were answered with one.
-- deploy: pre
CREATE TABLE access_passkey (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    staff_id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    credential bytea NOT NULL CHECK (length(credential) BETWEEN 1 AND 1023),
    public_key bytea NOT NULL,
    -- How often it was used, as it says itself; a copy of it would say less.
    uses bigint NOT NULL CHECK (uses >= 0),
    made_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, credential),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES access_staff (merchant_id, id)
);
CREATE INDEX access_passkey_credential ON access_passkey (credential);
CREATE INDEX access_passkey_staff ON access_passkey (merchant_id, staff_id);
SELECT lk_fence('access_passkey');

-- A challenge is signed and needs no row until it is answered; then it has one, once.
CREATE TABLE access_answered (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    challenge bytea NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, challenge)
);
CREATE INDEX access_answered_end ON access_answered (merchant_id, ends_at);
SELECT lk_fence('access_answered');

CREATE POLICY door ON access_passkey TO liuke_owner USING (true) WITH CHECK (true);

-- Whose passkey this is; its signature is checked afterwards.
CREATE FUNCTION access_find_passkey(asked bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT CASE WHEN COUNT(*) = 1 THEN (array_agg(found.merchant_id))[1] END
    FROM (
        SELECT k.merchant_id FROM access_passkey k WHERE k.credential = asked LIMIT 2
    ) found;
END;
