-- Who a member is: keys, identities, search tokens, profile and tags; all of it can be erased.
-- deploy: pre
-- The wrapped data key of a member. Deleting it makes everything sealed for them unreadable.
CREATE TABLE members_key (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    kek_id bytea NOT NULL,
    wrapped bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('members_key');

-- A phone, e-mail or foreign id: sealed, and found again by its keyed hash only.
CREATE TABLE members_identity (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    digest bytea NOT NULL,
    sealed bytea NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, member_id, id),
    UNIQUE (merchant_id, kind, digest),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('members_identity');

-- Keyed hashes of the last four digits of phones and of name prefixes: search by equality only,
-- because a fenced role cannot use trigrams, and a table of plain prefixes would be the names.
CREATE TABLE members_token (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('phone', 'name')),
    token bytea NOT NULL,
    PRIMARY KEY (merchant_id, member_id, kind, token),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX members_token_search ON members_token (merchant_id, token, member_id);
SELECT lk_fence('members_token');

-- What a profile may hold beside name, birthday and gender.
CREATE TABLE members_field (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    code text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('text', 'date', 'number', 'choice', 'yes_no')),
    label text NOT NULL,
    label_zh text NOT NULL,
    required_in text[] NOT NULL DEFAULT '{}',
    sensitive boolean NOT NULL,
    choices text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (merchant_id, code)
);
SELECT lk_fence('members_field');

-- One value of one field: in clear where conditions ask for it, sealed where it is sensitive.
CREATE TABLE members_profile (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    field text NOT NULL,
    value text,
    value_on date,
    sealed bytea,
    set_at timestamptz NOT NULL,
    month_day smallint GENERATED ALWAYS AS
        ((EXTRACT(month FROM value_on) * 100 + EXTRACT(day FROM value_on))::smallint) STORED,
    -- Month and day of a birthday in the lunar calendar, as month * 100 + day.
    lunar_day smallint,
    PRIMARY KEY (merchant_id, member_id, field),
    CHECK ((value IS NULL) <> (sealed IS NULL)),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX members_profile_day ON members_profile (merchant_id, field, month_day, member_id)
    WHERE month_day IS NOT NULL;
SELECT lk_fence('members_profile');
SELECT lk_follow('members_profile', 'often', 'member_id', 'field');

CREATE TABLE members_tag (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    tag text NOT NULL CHECK (tag <> ''),
    source text NOT NULL CHECK (source IN ('manual', 'auto', 'import')),
    cause text NOT NULL DEFAULT '',
    tagged_at timestamptz NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (merchant_id, member_id, tag),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX members_tag_members ON members_tag (merchant_id, tag, member_id);
SELECT lk_fence('members_tag');
SELECT lk_follow('members_tag', 'often', 'member_id', 'tag');
