-- Tries at sign-in names that nobody has: they end like tries at somebody's, so that the door tells
-- no stranger which names there are. Of no merchant, and forgotten within the hour.
-- deploy: pre
CREATE TABLE access_stranger (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    -- A keyed hash: what was typed may be a password in the wrong field.
    name bytea NOT NULL CHECK (length(name) = 32),
    id uuid NOT NULL DEFAULT uuidv7(),
    tried_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, name, id)
);
CREATE INDEX access_stranger_age ON access_stranger (merchant_id, tried_at);
SELECT lk_fence('access_stranger');
