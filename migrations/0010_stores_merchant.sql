-- Where a merchant sells: the tenant itself, its brands, regions, legal entities and stores.
-- deploy: pre
CREATE TABLE stores_merchant (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    name text NOT NULL CHECK (name <> ''),
    time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
    currency text NOT NULL DEFAULT 'CNY' CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT lk_now(),
    PRIMARY KEY (merchant_id)
);
SELECT lk_fence('stores_merchant');

CREATE TABLE stores_brand (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    code text NOT NULL CHECK (code <> ''),
    name text NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id)
);
SELECT lk_fence('stores_brand');

-- `path` is the codes from the top, '/east/shanghai/': a region holds every region whose path
-- starts with its own, and a range over it is an index a fenced role can use.
CREATE TABLE stores_region (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    code text NOT NULL CHECK (code <> '' AND code !~ '/'),
    name text NOT NULL,
    parent_id uuid,
    path text NOT NULL COLLATE "C",
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id),
    FOREIGN KEY (merchant_id, parent_id) REFERENCES stores_region (merchant_id, id)
);
CREATE INDEX stores_region_path ON stores_region (merchant_id, path);
SELECT lk_fence('stores_region');
SELECT lk_follow('stores_region', 'often', 'id');

-- Who signs the receipts of a store: in a mall each tenant, else the merchant's own companies.
CREATE TABLE stores_entity (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    code text NOT NULL CHECK (code <> ''),
    name text NOT NULL,
    registration text NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id)
);
SELECT lk_fence('stores_entity');

CREATE TABLE stores_store (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    code text NOT NULL CHECK (code <> ''),
    name text NOT NULL,
    brand_id uuid,
    region_id uuid,
    entity_id uuid,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('planned', 'open', 'closed')),
    address text NOT NULL DEFAULT '',
    latitude numeric(9, 6) CHECK (latitude BETWEEN -90 AND 90),
    longitude numeric(9, 6) CHECK (longitude BETWEEN -180 AND 180),
    week jsonb NOT NULL DEFAULT '{}',
    opened_at timestamptz NOT NULL DEFAULT lk_now(),
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code),
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    FOREIGN KEY (merchant_id) REFERENCES stores_merchant (merchant_id),
    FOREIGN KEY (merchant_id, brand_id) REFERENCES stores_brand (merchant_id, id),
    FOREIGN KEY (merchant_id, region_id) REFERENCES stores_region (merchant_id, id),
    FOREIGN KEY (merchant_id, entity_id) REFERENCES stores_entity (merchant_id, id)
);
CREATE INDEX stores_store_region ON stores_store (merchant_id, region_id);
SELECT lk_fence('stores_store');
SELECT lk_follow('stores_store', 'often', 'id');

-- Days that differ from the weekly hours: closed (no hours) or open at other times.
CREATE TABLE stores_day (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    store_id uuid NOT NULL,
    day_on date NOT NULL,
    hours jsonb NOT NULL DEFAULT '{}',
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id, store_id, day_on),
    FOREIGN KEY (merchant_id, store_id) REFERENCES stores_store (merchant_id, id)
);
SELECT lk_fence('stores_day');
