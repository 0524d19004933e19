"""Arrange a merchant's brands, regions and legal entities, all by code."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.stores.rules import region_paths
from liuke.domains.stores.values import Brand, BrandId, Entity, EntityId, Region, RegionId
from liuke.kernel.db import Tx
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
    """
    brands = {brand.code: brand for brand in plan.brands}
    entities = {entity.code: entity for entity in plan.entities}
    if brands:
        ids = [BrandId.new() for _ in brands]
        await tx.run(BRANDS, ids, *columns(Brand, list(brands.values())))
    if entities:
        ids_of = [EntityId.new() for _ in entities]
        await tx.run(ENTITIES, ids_of, *columns(Entity, list(entities.values())))
    if plan.regions:
        await _arrange_regions(tx, plan.regions)


async def _arrange_regions(tx: Tx, regions: Sequence[Region]) -> None:
    standing = {region.code: region for region in await tx.rows(LOCK_REGIONS)}
    standing.update({region.code: region for region in regions})
    paths = region_paths({code: region.parent for code, region in standing.items()})
    codes, names, parents = columns(Region, list(standing.values()))
    ids = [RegionId.new() for _ in codes]
    await tx.run(PLACE_REGIONS, ids, codes, names, [paths[code] for code in codes])
    await tx.run(JOIN_REGIONS, codes, parents)
