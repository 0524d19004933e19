-- What a merchant sells: products with SKUs, categories, brands, prices over time, relations.
-- deploy: pre
-- `path` is the codes from the top, '/food/dairy/': everything in a category starts with its path.
CREATE TABLE catalog_category (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    code text NOT NULL CHECK (code <> '' AND code !~ '/'),
    name text NOT NULL,
    parent_id uuid,
    path text NOT NULL COLLATE "C",
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code),
    FOREIGN KEY (merchant_id, parent_id) REFERENCES catalog_category (merchant_id, id)
);
CREATE INDEX catalog_category_path ON catalog_category (merchant_id, path);
SELECT lk_fence('catalog_category');
SELECT lk_follow('catalog_category', 'often', 'id');

CREATE TABLE catalog_brand (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    code text NOT NULL CHECK (code <> ''),
    name text NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code)
);
SELECT lk_fence('catalog_brand');
SELECT lk_follow('catalog_brand', 'often', 'id');

CREATE TABLE catalog_product (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    code text NOT NULL CHECK (code <> ''),
    name text NOT NULL,
    kind text NOT NULL DEFAULT 'goods' CHECK (kind IN ('goods', 'service', 'gift')),
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired')),
    -- What was sold before stays sold: a late receipt is judged by its own instant.
    retired_at timestamptz,
    category_id uuid,
    brand_id uuid,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code),
    CHECK ((state = 'retired') = (retired_at IS NOT NULL)),
    FOREIGN KEY (merchant_id, category_id) REFERENCES catalog_category (merchant_id, id),
    FOREIGN KEY (merchant_id, brand_id) REFERENCES catalog_brand (merchant_id, id)
);
CREATE INDEX catalog_product_category ON catalog_product (merchant_id, category_id, code);
SELECT lk_fence('catalog_product');
SELECT lk_follow('catalog_product', 'often', 'id');

CREATE TABLE catalog_sku (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    code text NOT NULL CHECK (code <> ''),
    name text NOT NULL DEFAULT '',
    barcode text,
    -- Sold by weight: a line of it is one unit, whatever it weighs.
    weighed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code),
    UNIQUE (merchant_id, barcode),
    FOREIGN KEY (merchant_id, product_id) REFERENCES catalog_product (merchant_id, id)
);
CREATE INDEX catalog_sku_product ON catalog_sku (merchant_id, product_id);
SELECT lk_fence('catalog_sku');
SELECT lk_follow('catalog_sku', 'often', 'id');

CREATE TABLE catalog_tag (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    product_id uuid NOT NULL,
    tag text NOT NULL CHECK (tag <> ''),
    PRIMARY KEY (merchant_id, product_id, tag),
    FOREIGN KEY (merchant_id, product_id) REFERENCES catalog_product (merchant_id, id)
);
CREATE INDEX catalog_tag_products ON catalog_tag (merchant_id, tag, product_id);
SELECT lk_fence('catalog_tag');

-- A price holds from `starts_at` until the next one of the same SKU and place. No store is every
-- store without a price of its own; a NULL price ends a store's own. The history is evidence of
-- what was asked when, so it is never edited: of two from the same instant the later row counts.
CREATE TABLE catalog_price (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    sku_id uuid NOT NULL,
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    store_id uuid,
    price_minor bigint CHECK (price_minor >= 0),
    starts_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, sku_id, id),
    CHECK (price_minor IS NOT NULL OR store_id IS NOT NULL),
    FOREIGN KEY (merchant_id, sku_id) REFERENCES catalog_sku (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES stores_store (merchant_id, id)
);
CREATE INDEX catalog_price_history
    ON catalog_price (merchant_id, sku_id, store_id, starts_at DESC, id DESC)
    INCLUDE (price_minor);
SELECT lk_fence('catalog_price', append_only => true);

CREATE TABLE catalog_relation (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    product_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('goes_with', 'upgrade_of')),
    other_id uuid NOT NULL,
    PRIMARY KEY (merchant_id, product_id, kind, other_id),
    CHECK (product_id <> other_id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES catalog_product (merchant_id, id),
    FOREIGN KEY (merchant_id, other_id) REFERENCES catalog_product (merchant_id, id)
);
CREATE INDEX catalog_relation_other ON catalog_relation (merchant_id, other_id, kind);
SELECT lk_fence('catalog_relation');
SELECT lk_follow('catalog_relation', 'often', 'product_id', 'kind', 'other_id');
