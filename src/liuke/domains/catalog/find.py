"""Find what basket lines name: the one read of the catalog on the till's path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains.catalog.values import Item, SkuId
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql

# A code goes before a barcode; the store's own price before the general one. LIMIT 1 keeps every
# step a look-up by index, whatever the planner thinks of the sizes.
ITEMS = Sql[Item]("""
    SELECT asked.code AS asked, s.id AS sku_id, s.code AS sku, p.code AS product,
        CASE WHEN s.name = '' THEN p.name ELSE s.name END AS name, p.kind, p.state,
        p.retired_at, s.weighed,
        c.code AS category, COALESCE(c.path, '/') AS category_path, b.code AS brand,
        ARRAY(
            SELECT t.tag FROM catalog_tag t
            WHERE t.merchant_id = p.merchant_id AND t.product_id = p.id
            ORDER BY t.tag
        ) AS tags,
        COALESCE(own.price_minor, general.price_minor) AS price_minor
    FROM UNNEST($1::text[]) AS asked (code)
    JOIN LATERAL (
        SELECT id, product_id, code, name, weighed, 0 AS rank
        FROM catalog_sku WHERE code = asked.code
        UNION ALL
        SELECT id, product_id, code, name, weighed, 1 AS rank
        FROM catalog_sku WHERE barcode = asked.code
        ORDER BY rank
        LIMIT 1
    ) s ON true
    JOIN LATERAL (
        SELECT merchant_id, id, code, name, kind, state, retired_at, category_id, brand_id
        FROM catalog_product WHERE id = s.product_id
        LIMIT 1
    ) p ON true
    LEFT JOIN catalog_category c ON c.merchant_id = p.merchant_id AND c.id = p.category_id
    LEFT JOIN catalog_brand b ON b.merchant_id = p.merchant_id AND b.id = p.brand_id
    LEFT JOIN LATERAL (
        SELECT price_minor FROM catalog_price
        WHERE sku_id = s.id AND store_id = $2::uuid AND starts_at <= $3::timestamptz
        ORDER BY starts_at DESC, id DESC
        LIMIT 1
    ) own ON true
    LEFT JOIN LATERAL (
        SELECT price_minor FROM catalog_price
        WHERE sku_id = s.id AND store_id IS NULL AND starts_at <= $3::timestamptz
        ORDER BY starts_at DESC, id DESC
        LIMIT 1
    ) general ON true
""")

PRICES = Sql[int | None]("""
    SELECT COALESCE(own.price_minor, general.price_minor) AS price_minor
    FROM UNNEST($1::uuid[], $2::uuid[], $3::timestamptz[]) WITH ORDINALITY
        AS asked (sku_id, store_id, at, place)
    LEFT JOIN LATERAL (
        SELECT price_minor FROM catalog_price
        WHERE sku_id = asked.sku_id AND store_id = asked.store_id AND starts_at <= asked.at
        ORDER BY starts_at DESC, id DESC
        LIMIT 1
    ) own ON true
    LEFT JOIN LATERAL (
        SELECT price_minor FROM catalog_price
        WHERE sku_id = asked.sku_id AND store_id IS NULL AND starts_at <= asked.at
        ORDER BY starts_at DESC, id DESC
        LIMIT 1
    ) general ON true
    ORDER BY asked.place
""")


async def prices_at(
    tx: Tx, asked: Sequence[tuple[SkuId, StoreId | None, datetime]]
) -> list[int | None]:
    """Return what SKUs cost, each in its store at its instant, in the order asked."""
    if not asked:
        return []
    return await tx.rows(PRICES, *[list(column) for column in zip(*asked, strict=True)])


async def find_products(
    tx: Tx, codes: Sequence[str], *, store_id: StoreId | None = None
) -> dict[str, Item]:
    """Return what is sold under SKU codes or barcodes, priced now; unknown ones are missing."""
    asked = sorted(set(codes))
    if not asked:
        return {}
    return {item.asked: item for item in await tx.rows(ITEMS, asked, store_id, tx.now)}
