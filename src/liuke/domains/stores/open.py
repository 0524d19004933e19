"""Open stores, or change them, by their code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from liuke.domains.stores.directory import get_stores, store_ids
from liuke.domains.stores.errors import NotOnEarth, UnknownCodes
from liuke.domains.stores.rules import is_on_earth
from liuke.domains.stores.values import Opening, Placed, Store
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold_as_seen, only
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

KNOWN_BRANDS = Sql[str]("SELECT code FROM stores_brand WHERE code = ANY ($1::text[])")
KNOWN_REGIONS = Sql[str]("SELECT code FROM stores_region WHERE code = ANY ($1::text[])")
KNOWN_ENTITIES = Sql[str]("SELECT code FROM stores_entity WHERE code = ANY ($1::text[])")
OPEN = Sql[Placed]("""
    INSERT INTO stores_store (
        id, code, name, brand_id, region_id, entity_id, state, address, latitude, longitude,
        week, opened_at
    )
    SELECT s.id, s.code, s.name, b.id, r.id, e.id, s.state, s.address, s.latitude, s.longitude,
        s.week, $12
    FROM UNNEST(
        $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::numeric[], $10::numeric[], $11::jsonb[]
    ) AS s (
        id, code, name, brand, region, entity, state, address, latitude, longitude, week
    )
    LEFT JOIN stores_brand b ON b.code = s.brand
    LEFT JOIN stores_region r ON r.code = s.region
    LEFT JOIN stores_entity e ON e.code = s.entity
    ORDER BY s.code
    ON CONFLICT (merchant_id, code) DO UPDATE SET
        name = EXCLUDED.name, brand_id = EXCLUDED.brand_id, region_id = EXCLUDED.region_id,
        entity_id = EXCLUDED.entity_id, state = EXCLUDED.state, address = EXCLUDED.address,
        latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude, week = EXCLUDED.week
    RETURNING code, id
""")


async def open_stores(
    tx: Tx, openings: Sequence[Opening], *, revision: str = ""
) -> dict[str, StoreId]:
    """Open stores or change those that exist; a code named twice keeps its last word.

    Raises:
        InvalidField: a `revision` is named with several stores.
        ChangedMeanwhile: the store is not of the `revision` that was edited.
        NotOnEarth: names the stores whose coordinates cannot be.
        UnknownCodes: a brand, region or entity does not exist.
    """
    if lost := [o.code for o in openings if not is_on_earth(o.latitude, o.longitude)]:
        raise NotOnEarth(tuple(lost))
    stores = list({opening.code: opening for opening in openings}.values())
    if not stores:
        return {}
    await hold_as_seen(tx, "stores", revision, partial(_alone, tx, stores))
    brands = await tx.rows(KNOWN_BRANDS, [store.brand for store in stores])
    _know("brand", (store.brand for store in stores), brands)
    regions = await tx.rows(KNOWN_REGIONS, [store.region for store in stores])
    _know("region", (store.region for store in stores), regions)
    entities = await tx.rows(KNOWN_ENTITIES, [store.entity for store in stores])
    _know("entity", (store.entity for store in stores), entities)
    ids = [StoreId.new() for _ in stores]
    placed = await tx.rows(OPEN, ids, *columns(Opening, stores), tx.now)
    return {store.code: store.id for store in placed}


async def _alone(tx: Tx, openings: Sequence[Opening]) -> Store:
    ids = await store_ids(tx, [only(openings).code])
    (shown,) = await get_stores(tx, list(ids.values()))
    return shown


def _know(field: str, asked: Iterable[str | None], known: Sequence[str]) -> None:
    if missing := {code for code in asked if code is not None} - set(known):
        raise UnknownCodes(field, tuple(sorted(missing)))
