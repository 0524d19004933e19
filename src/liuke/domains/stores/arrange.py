"""Arrange a merchant's brands, regions and legal entities, all by code."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.stores.rules import region_paths
from liuke.domains.stores.values import Brand, BrandId, Entity, EntityId, Region, RegionId
from liuke.kernel.db import Tx
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

BRANDS = Sql[None]("""
    INSERT INTO stores_brand (id, code, name)
    SELECT id, code, name FROM UNNEST($1::uuid[], $2::text[], $3::text[]) AS b (id, code, name)
    ORDER BY code
    ON CONFLICT (merchant_id, code) DO UPDATE SET name = EXCLUDED.name
""")
ENTITIES = Sql[None]("""
    INSERT INTO stores_entity (id, code, name, registration)
    SELECT id, code, name, registration
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[])
        AS e (id, code, name, registration)
    ORDER BY code
    ON CONFLICT (merchant_id, code)
    DO UPDATE SET name = EXCLUDED.name, registration = EXCLUDED.registration
""")
LOCK_REGIONS = Sql[Region]("""
    SELECT r.code, r.name, p.code AS parent
    FROM stores_region r
    LEFT JOIN stores_region p ON p.merchant_id = r.merchant_id AND p.id = r.parent_id
    ORDER BY r.code
    FOR UPDATE OF r
""")
PLACE_REGIONS = Sql[None]("""
    INSERT INTO stores_region (id, code, name, path)
    SELECT id, code, name, path
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[]) AS r (id, code, name, path)
    ORDER BY code
    ON CONFLICT (merchant_id, code) DO UPDATE SET name = EXCLUDED.name, path = EXCLUDED.path
""")
JOIN_REGIONS = Sql[None]("""
    UPDATE stores_region r SET parent_id = p.id
    FROM UNNEST($1::text[], $2::text[]) AS wanted (code, parent)
    LEFT JOIN stores_region p ON p.code = wanted.parent
    WHERE r.code = wanted.code AND r.parent_id IS DISTINCT FROM p.id
""")
BRAND_COUNT = Sql[int]("SELECT COUNT(*) FROM stores_brand")
ENTITY_COUNT = Sql[int]("SELECT COUNT(*) FROM stores_entity")
# They are listed whole, as many as a request may name at once.
MOST = 10_000


class Plan(Value, frozen=True):
    """Brands, regions and entities to make or change; what is not named stays as it is."""

    brands: tuple[Brand, ...] = ()
    regions: tuple[Region, ...] = ()
    entities: tuple[Entity, ...] = ()


async def arrange(tx: Tx, plan: Plan) -> None:
    """Make or change brands, regions and entities; moving a region moves all inside it.

    Raises:
        UnknownCodes: a region's parent does not exist.
        CircularRegions: a region would lie inside itself.
        TooMany: there would be more than ten thousand of a kind.
    """
    brands = {brand.code: brand for brand in plan.brands}
    entities = {entity.code: entity for entity in plan.entities}
    if brands:
        ids = [BrandId.new() for _ in brands]
        await tx.run(BRANDS, ids, *columns(Brand, list(brands.values())))
        _require_room("brands", await tx.row(BRAND_COUNT) or 0)
    if entities:
        ids_of = [EntityId.new() for _ in entities]
        await tx.run(ENTITIES, ids_of, *columns(Entity, list(entities.values())))
        _require_room("entities", await tx.row(ENTITY_COUNT) or 0)
    if plan.regions:
        await _arrange_regions(tx, plan.regions)


async def _arrange_regions(tx: Tx, regions: Sequence[Region]) -> None:
    standing = {region.code: region for region in await tx.rows(LOCK_REGIONS)}
    standing.update({region.code: region for region in regions})
    _require_room("regions", len(standing))
    paths = region_paths({code: region.parent for code, region in standing.items()})
    codes, names, parents = columns(Region, list(standing.values()))
    ids = [RegionId.new() for _ in codes]
    await tx.run(PLACE_REGIONS, ids, codes, names, [paths[code] for code in codes])
    await tx.run(JOIN_REGIONS, codes, parents)


def _require_room(what: str, count: int) -> None:
    if count > MOST:
        raise TooMany(what, MOST)
