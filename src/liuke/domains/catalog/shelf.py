"""The shelf of one store: everything sold there, priced now, page after page."""

from __future__ import annotations

from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class OnShelf(Value, frozen=True):
    """One SKU as a till keeps it; `price_minor` is null where the till has to ask."""

    sku: str
    product: str
    name: str
    barcode: str | None
    weighed: bool
    category: str | None
    category_path: str
    brand: str | None
    tags: tuple[str, ...]
    gift: bool
    price_minor: int | None


SHELF = Sql[OnShelf]("""
    SELECT s.code AS sku, p.code AS product,
        CASE WHEN s.name = '' THEN p.name ELSE s.name END AS name, s.barcode, s.weighed,
        c.code AS category, COALESCE(c.path, '/') AS category_path, b.code AS brand,
        ARRAY(
            SELECT t.tag FROM catalog_tag t
            WHERE t.merchant_id = p.merchant_id AND t.product_id = p.id
            ORDER BY t.tag
        ) AS tags,
        p.kind = 'gift' AS gift,
        COALESCE(own.price_minor, general.price_minor) AS price_minor
    FROM catalog_sku s
    JOIN catalog_product p ON p.merchant_id = s.merchant_id AND p.id = s.product_id
    LEFT JOIN catalog_category c ON c.merchant_id = p.merchant_id AND c.id = p.category_id
    LEFT JOIN catalog_brand b ON b.merchant_id = p.merchant_id AND b.id = p.brand_id
    LEFT JOIN LATERAL (
        SELECT price_minor FROM catalog_price
        WHERE sku_id = s.id AND store_id = $1::uuid AND starts_at <= $2::timestamptz
        ORDER BY starts_at DESC, id DESC
        LIMIT 1
    ) own ON true
    LEFT JOIN LATERAL (
        SELECT price_minor FROM catalog_price
        WHERE sku_id = s.id AND store_id IS NULL AND starts_at <= $2::timestamptz
        ORDER BY starts_at DESC, id DESC
        LIMIT 1
    ) general ON true
    WHERE s.code > $3 AND p.state = 'active'
    ORDER BY s.code
    LIMIT $4
""")


async def shelf(
    tx: Tx, *, store_id: StoreId | None, after: str = "", limit: int = 1_000
) -> list[OnShelf]:
    """Return what a store sells after a code, in code order, at its own prices now."""
    return await tx.rows(SHELF, store_id, tx.now, after, limit)
