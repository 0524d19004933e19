-- What an item is found by at the till: the beginnings of these texts.
-- deploy: pre
-- Its code, its barcode, the words of its name from each character on, and how they sound.
-- "C" makes a beginning (^@) a range of the key, which is all a fenced role can use.
CREATE TABLE catalog_token (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    token text NOT NULL COLLATE "C",
    sku_id uuid NOT NULL,
    PRIMARY KEY (merchant_id, token, sku_id),
    FOREIGN KEY (merchant_id, sku_id) REFERENCES catalog_sku (merchant_id, id)
);
CREATE INDEX catalog_token_sku ON catalog_token (merchant_id, sku_id);
SELECT lk_fence('catalog_token');

-- The same for what goods are grouped by: categories, brands and tags, each by its code.
CREATE TABLE catalog_group_token (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    grouping text NOT NULL CHECK (grouping IN ('category', 'brand', 'tag')),
    token text NOT NULL COLLATE "C",
    code text NOT NULL,
    PRIMARY KEY (merchant_id, grouping, token, code)
);
CREATE INDEX catalog_group_token_code ON catalog_group_token (merchant_id, grouping, code);
SELECT lk_fence('catalog_group_token');
