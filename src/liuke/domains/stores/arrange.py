"""Arrange a merchant's brands, regions and legal entities, all by code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from liuke.domains.stores.directory import brands, entities, regions
from liuke.domains.stores.rules import region_paths
from liuke.domains.stores.values import Brand, BrandId, Entity, EntityId, Region, RegionId
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold_as_seen
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


async def the_plan(tx: Tx) -> Plan:
    """Return all brands, regions (each after the one it lies in) and legal entities."""
    return Plan(tuple(await brands(tx)), tuple(await regions(tx)), tuple(await entities(tx)))


async def arrange(tx: Tx, plan: Plan, *, revision: str = "") -> None:
    """Make or change brands, regions and entities; moving a region moves all inside it.

    Raises:
        ChangedMeanwhile: the plan is not of the `revision` that was edited.
        UnknownCodes: a region's parent does not exist.
        CircularRegions: a region would lie inside itself.
        TooMany: there would be more than ten thousand of a kind.
    """
    await hold_as_seen(tx, "stores.plan", revision, partial(the_plan, tx))
    named = {brand.code: brand for brand in plan.brands}
    owning = {entity.code: entity for entity in plan.entities}
    if named:
        ids = [BrandId.new() for _ in named]
        await tx.run(BRANDS, ids, *columns(Brand, list(named.values())))
        _require_room("brands", await tx.row(BRAND_COUNT) or 0)
    if owning:
        ids_of = [EntityId.new() for _ in owning]
        await tx.run(ENTITIES, ids_of, *columns(Entity, list(owning.values())))
        _require_room("entities", await tx.row(ENTITY_COUNT) or 0)
    if plan.regions:
        await _arrange_regions(tx, plan.regions)


async def _arrange_regions(tx: Tx, wanted: Sequence[Region]) -> None:
    standing = {region.code: region for region in await tx.rows(LOCK_REGIONS)}
    standing.update({region.code: region for region in wanted})
    _require_room("regions", len(standing))
    paths = region_paths({code: region.parent for code, region in standing.items()})
    codes, names, parents = columns(Region, list(standing.values()))
    ids = [RegionId.new() for _ in codes]
    await tx.run(PLACE_REGIONS, ids, codes, names, [paths[code] for code in codes])
    await tx.run(JOIN_REGIONS, codes, parents)


def _require_room(what: str, count: int) -> None:
    if count > MOST:
        raise TooMany(what, MOST)
