"""Price SKUs per store and time, and read what was asked when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from liuke.domains import stores
from liuke.domains.catalog.errors import UnknownCatalogCodes
from liuke.domains.catalog.rules import lowest_price
from liuke.domains.catalog.values import PriceChange, PriceLine, PricePoint
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold
from liuke.kernel.ids import StoreId
from liuke.kernel.problems import InvalidField
from liuke.kernel.rows import Sql

# A price that is already in force is not written again: the history holds changes only.
SET = Sql[str]("""
    WITH wanted AS (
        SELECT w.sku, s.id AS sku_id, w.price_minor, w.store_id, w.starts_at
        FROM UNNEST($1::text[], $2::bigint[], $3::uuid[], $4::timestamptz[])
            AS w (sku, price_minor, store_id, starts_at)
        LEFT JOIN catalog_sku s ON s.code = w.sku
    ), written AS (
        INSERT INTO catalog_price (sku_id, store_id, price_minor, starts_at)
        SELECT w.sku_id, w.store_id, w.price_minor, w.starts_at
        FROM wanted w
        LEFT JOIN LATERAL (
            SELECT p.price_minor
            FROM catalog_price p
            WHERE p.sku_id = w.sku_id AND p.starts_at <= w.starts_at
                AND p.store_id IS NOT DISTINCT FROM w.store_id
            ORDER BY p.starts_at DESC, p.id DESC
            LIMIT 1
        ) now ON true
        WHERE w.sku_id IS NOT NULL AND now.price_minor IS DISTINCT FROM w.price_minor
        ORDER BY w.sku_id, w.starts_at
    )
    SELECT sku FROM wanted WHERE sku_id IS NULL ORDER BY sku
""")
HISTORY = Sql[PricePoint]("""
    SELECT s.code AS sku, p.store_id, p.price_minor, p.starts_at
    FROM catalog_sku s
    JOIN catalog_price p ON p.merchant_id = s.merchant_id AND p.sku_id = s.id
    WHERE s.code = ANY ($1::text[]) AND (p.store_id IS NULL OR p.store_id = $2::uuid)
    ORDER BY s.code, p.starts_at, p.id
""")
PAGE = Sql[PriceLine]("""
    SELECT s.code AS sku, p.store_id, p.price_minor, p.starts_at, p.id
    FROM catalog_sku s
    JOIN catalog_price p ON p.merchant_id = s.merchant_id AND p.sku_id = s.id
    WHERE s.code = $1 AND (p.store_id IS NULL OR p.store_id = $2::uuid)
        AND ($3::timestamptz IS NULL OR (p.starts_at, p.id) > ($3, $4::bigint))
    ORDER BY p.starts_at, p.id
    LIMIT $5
""")
NO_STORE = ("only the price of one store can be taken away", "只能取消某家门店自己的价格")


async def set_prices(tx: Tx, changes: Sequence[PriceChange]) -> None:
    """Set prices from an instant on; a price already in force changes nothing.

    Raises:
        InvalidField: a price for all stores was taken away.
        UnknownCatalogCodes: names the SKUs that do not exist.
        UnknownStores: names stores that do not exist.
    """
    for number, change in enumerate(changes):
        if change.price_minor is None and change.store_id is None:
            raise InvalidField(f"[{number}].price_minor", *NO_STORE)
    await hold(tx, "products")
    if places := {change.store_id for change in changes if change.store_id is not None}:
        await stores.get_stores(tx, sorted(places))
    unknown = await tx.rows(
        SET,
        [change.sku for change in changes],
        [change.price_minor for change in changes],
        [change.store_id for change in changes],
        [change.starts_at or tx.now for change in changes],
    )
    if unknown:
        raise UnknownCatalogCodes("sku", tuple(unknown))


async def price_history(
    tx: Tx, skus: Sequence[str], *, store_id: StoreId | None = None
) -> list[PricePoint]:
    """Return every price of SKUs, oldest first: the general ones, and the store's own."""
    return await tx.rows(HISTORY, list(skus), store_id)


async def price_page(
    tx: Tx,
    sku: str,
    *,
    store_id: StoreId | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[PriceLine]:
    """Return a page of a SKU's prices, oldest first: the general ones, and the store's own."""
    return await tx.rows(PAGE, sku, store_id, *(after or (None, None)), limit)


async def lowest_prices(
    tx: Tx, skus: Sequence[str], *, store_id: StoreId, until: datetime | None = None, days: int = 7
) -> dict[str, int | None]:
    """Return the lowest price asked in a store in the days before an instant, per SKU.

    The law measures a discount against it (明码标价和禁止价格欺诈规定, articles 16–17).
    """
    end = until or tx.now
    since = end - timedelta(days=days)
    history = await price_history(tx, skus, store_id=store_id)
    return {
        sku: lowest_price([p for p in history if p.sku == sku], since=since, until=end)
        for sku in skus
    }
