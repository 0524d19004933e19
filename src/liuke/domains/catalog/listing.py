"""Read the products of a merchant: some by code, or page after page."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.catalog.errors import UnknownProducts
from liuke.domains.catalog.values import Product
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

PRODUCTS = Sql[Product]("""
    SELECT p.code, p.name, c.code AS category, b.code AS brand, p.kind, p.state,
        ARRAY(
            SELECT t.tag FROM catalog_tag t
            WHERE t.merchant_id = p.merchant_id AND t.product_id = p.id
            ORDER BY t.tag
        ) AS tags,
        COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                'code', s.code, 'name', s.name, 'barcode', s.barcode, 'weighed', s.weighed,
                'price_minor', (
                    SELECT x.price_minor FROM catalog_price x
                    WHERE x.merchant_id = s.merchant_id AND x.sku_id = s.id
                        AND x.store_id IS NULL AND x.starts_at <= $2::timestamptz
                    ORDER BY x.starts_at DESC, x.id DESC
                    LIMIT 1
                )
            ) ORDER BY s.code)
            FROM catalog_sku s
            WHERE s.merchant_id = p.merchant_id AND s.product_id = p.id
        ), '[]') AS skus
    FROM catalog_product p
    LEFT JOIN catalog_category c ON c.merchant_id = p.merchant_id AND c.id = p.category_id
    LEFT JOIN catalog_brand b ON b.merchant_id = p.merchant_id AND b.id = p.brand_id
    WHERE p.code = ANY ($1::text[])
    ORDER BY p.code
""")
PATH = Sql[str]("SELECT path FROM catalog_category WHERE code = $1")
SEARCH = Sql[str]("""
    SELECT p.code
    FROM catalog_product p
    LEFT JOIN catalog_category c ON c.merchant_id = p.merchant_id AND c.id = p.category_id
    WHERE p.code > $1 AND COALESCE(c.path, '') ^@ $2
        AND ($3::text IS NULL OR EXISTS (
            SELECT FROM catalog_tag t
            WHERE t.merchant_id = p.merchant_id AND t.product_id = p.id AND t.tag = $3
        ))
    ORDER BY p.code
    LIMIT $4
""")


async def get_products(tx: Tx, codes: Sequence[str]) -> list[Product]:
    """Return products with their SKUs, tags and general prices, in code order.

    Raises:
        UnknownProducts: names those that do not exist.
    """
    found = await tx.rows(PRODUCTS, list(codes), tx.now)
    if missing := set(codes) - {product.code for product in found}:
        raise UnknownProducts(tuple(sorted(missing)))
    return found


async def search_products(
    tx: Tx,
    *,
    category: str | None = None,
    tag: str | None = None,
    after: str = "",
    limit: int = 200,
) -> list[Product]:
    """Page through products in code order, those in a category and below it if one is named."""
    paths = await tx.rows(PATH, category) if category is not None else [""]
    if not paths:
        return []
    codes = await tx.rows(SEARCH, after, paths[0], tag, limit)
    return await tx.rows(PRODUCTS, codes, tx.now)
