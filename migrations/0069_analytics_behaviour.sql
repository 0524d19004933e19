-- What members and visitors do on pages and in apps, as it was told; feeds conditions and the lake.
-- deploy: pre

-- Erasure deletes here, and age what stayed nobody's; only an owner is ever filled in. `id` is a
-- hash of the message's own id: told twice, it is kept once.
CREATE TABLE analytics_behaviour (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    -- Empty while nobody knows who it was; filled once the trail is somebody's.
    member_id uuid,
    anonymous_id text,
    session_id text,
    kind text NOT NULL CHECK (kind IN ('track', 'identify', 'page', 'screen')),
    -- As a code: `product_viewed`, `order_completed`, `page_viewed`, or the shop's own.
    name text NOT NULL CHECK (name <> ''),
    product text,
    category text,
    value_minor bigint CHECK (value_minor >= 0),
    quantity bigint CHECK (quantity >= 0),
    query text,
    -- Without parameters: these carry tokens and addresses of people.
    url text,
    referrer text,
    properties jsonb NOT NULL DEFAULT '{}',
    -- Told by the shop's own server; what a public key tells may be made up.
    trusted boolean NOT NULL,
    at timestamptz NOT NULL,
    on_ date NOT NULL,
    hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    weekday smallint GENERATED ALWAYS AS (EXTRACT(isodow FROM on_)::smallint) STORED,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX analytics_behaviour_member ON analytics_behaviour (merchant_id, member_id, at)
    WHERE member_id IS NOT NULL;
CREATE INDEX analytics_behaviour_trail ON analytics_behaviour (merchant_id, anonymous_id)
    WHERE member_id IS NULL AND anonymous_id IS NOT NULL;
CREATE INDEX analytics_behaviour_age ON analytics_behaviour (merchant_id, on_)
    WHERE member_id IS NULL;
SELECT lk_fence('analytics_behaviour');
SELECT lk_follow('analytics_behaviour', 'seldom', 'id');

-- Whose an anonymous trail is: the first member who was identified on it. A user nobody knows yet
-- leaves the keyed hash of what they are called, by which their trails are theirs later.
CREATE TABLE analytics_thread (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    anonymous_id text NOT NULL CHECK (anonymous_id <> ''),
    member_id uuid,
    mark bytea,
    trusted boolean NOT NULL,
    tied_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, anonymous_id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX analytics_thread_member ON analytics_thread (merchant_id, member_id)
    WHERE member_id IS NOT NULL;
CREATE INDEX analytics_thread_mark ON analytics_thread (merchant_id, mark)
    WHERE member_id IS NULL AND mark IS NOT NULL;
SELECT lk_fence('analytics_thread');
SELECT lk_follow('analytics_thread', 'often', 'anonymous_id');
