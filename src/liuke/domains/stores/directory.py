"""Read a merchant's stores, brands, regions and entities."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.stores.errors import UnknownStores
from liuke.domains.stores.values import Brand, Entity, Placed, Region, Store
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql

STORES = Sql[Store]("""
    SELECT s.id, s.code, s.name, b.code AS brand, r.code AS region, r.path AS region_path,
        e.code AS entity, s.state, s.address, s.latitude, s.longitude, s.week
    FROM stores_store s
    LEFT JOIN stores_brand b ON b.merchant_id = s.merchant_id AND b.id = s.brand_id
    LEFT JOIN stores_region r ON r.merchant_id = s.merchant_id AND r.id = s.region_id
    LEFT JOIN stores_entity e ON e.merchant_id = s.merchant_id AND e.id = s.entity_id
    WHERE s.id = ANY ($1::uuid[])
    ORDER BY s.code
""")
SEARCH = Sql[StoreId]("""
    SELECT s.id
    FROM stores_store s
    LEFT JOIN stores_region r ON r.merchant_id = s.merchant_id AND r.id = s.region_id
    WHERE s.code > $1 AND COALESCE(r.path, '') ^@ $2::text
    ORDER BY s.code
    LIMIT $3
""")
BY_CODE = Sql[Placed]("SELECT code, id FROM stores_store WHERE code = ANY ($1::text[])")
REGION_PATH = Sql[str]("SELECT path FROM stores_region WHERE code = $1")
BRANDS = Sql[Brand]("SELECT code, name FROM stores_brand ORDER BY code")
ENTITIES = Sql[Entity]("SELECT code, name, registration FROM stores_entity ORDER BY code")
REGIONS = Sql[Region]("""
    SELECT r.code, r.name, p.code AS parent
    FROM stores_region r
    LEFT JOIN stores_region p ON p.merchant_id = r.merchant_id AND p.id = r.parent_id
    ORDER BY r.path
""")


async def get_stores(tx: Tx, store_ids: Sequence[StoreId]) -> list[Store]:
    """Return stores in code order.

    Raises:
        UnknownStores: names those that do not exist.
    """
    found = await tx.rows(STORES, list(store_ids))
    if missing := set(store_ids) - {store.id for store in found}:
        raise UnknownStores(tuple(sorted(missing)))
    return found


async def search_stores(
    tx: Tx, *, region: str | None = None, after: str = "", limit: int = 200
) -> list[Store]:
    """Page through stores in code order, those of a region and below it if one is named."""
    paths = await tx.rows(REGION_PATH, region) if region is not None else [""]
    if not paths:
        return []
    return await tx.rows(STORES, await tx.rows(SEARCH, after, paths[0], limit))


async def store_ids(tx: Tx, codes: Sequence[str]) -> dict[str, StoreId]:
    """Return the ids of stores by code.

    Raises:
        UnknownStores: names the codes no store has.
    """
    found = await find_store_ids(tx, codes)
    if missing := set(codes) - set(found):
        raise UnknownStores(tuple(sorted(missing)))
    return found


async def find_store_ids(tx: Tx, codes: Sequence[str]) -> dict[str, StoreId]:
    """Return the ids of stores by code; a code no store has is left out."""
    return {store.code: store.id for store in await tx.rows(BY_CODE, list(codes))}


async def brands(tx: Tx) -> list[Brand]:
    """Return every brand in code order."""
    return await tx.rows(BRANDS)


async def regions(tx: Tx) -> list[Region]:
    """Return every region, each after the one it lies in."""
    return await tx.rows(REGIONS)


async def entities(tx: Tx) -> list[Entity]:
    """Return every legal entity in code order."""
    return await tx.rows(ENTITIES)
