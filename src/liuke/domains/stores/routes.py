"""Stores over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from liuke.domains.stores.arrange import Plan, arrange, the_plan
from liuke.domains.stores.days import drop_day, open_now, set_days, special_days
from liuke.domains.stores.directory import (
    brands,
    entities,
    get_stores,
    regions,
    search_stores,
    store_ids,
)
from liuke.domains.stores.found import find_merchant
from liuke.domains.stores.open import open_stores
from liuke.domains.stores.values import Brand, Day, Entity, Merchant, Opening, Region, Store
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.scope import SomeStoresOnly, check_stores, check_whole
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, delete, get, onward, place, put

AHEAD = timedelta(days=400)


class Placed(Value, frozen=True):
    """A store's code and identity."""

    code: str
    id: StoreId


class Openness(Value, frozen=True):
    """Whether a store is open."""

    open: bool


@get("/merchant", may="stores.read")
async def show_merchant(tx: Tx) -> Merchant | None:
    """Return the merchant: name, time zone and currency."""
    return await find_merchant(tx)


@get("/stores", may="stores.read")
async def list_stores(
    tx: Tx, region: str | None = None, limit: Limit = 50, after: str | None = None
) -> Page[Store]:
    """List stores in code order; of a region and all below it if one is named."""
    found = await search_stores(tx, region=region, after=place(after, str) or "", limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.code,)))


@put("/stores", may="stores.edit")
async def put_stores(tx: Tx, data: list[Opening], if_match: str = "") -> list[Placed]:
    """Open stores, or change those whose code exists; who has some stores changes these alone.

    `If-Match` names what `GET` of one store showed, which is then sent alone.

    Raises:
        OutsideStores: a store is not one of theirs.
        SomeStoresOnly: they would move a store to another region, and out of a scope or into it.
    """
    await _check_scope(tx, data)
    ids = await open_stores(tx, data, revision=if_match)
    return [Placed(code, store_id) for code, store_id in sorted(ids.items())]


async def _check_scope(tx: Tx, wanted: Sequence[Opening]) -> None:
    if tx.actor.stores is None:
        return
    theirs = await store_ids(tx, [one.code for one in wanted])
    check_stores(tx.actor, theirs.values())
    regions_now = {one.code: one.region for one in await get_stores(tx, list(theirs.values()))}
    if any(one.region != regions_now[one.code] for one in wanted):
        raise SomeStoresOnly


@get("/stores/{store_id}", may="stores.read")
async def show_store(tx: Tx, store_id: StoreId) -> Store:
    """Return one store."""
    (store,) = await get_stores(tx, [store_id])
    return store


@get("/stores/{store_id}/openness", may="stores.read")
async def show_openness(tx: Tx, store_id: StoreId) -> Openness:
    """Tell whether a store is open now."""
    return Openness((await open_now(tx, [store_id]))[store_id])


@put("/stores/days", may="stores.edit")
async def put_days(tx: Tx, data: list[Day]) -> None:
    """Set days that differ from the weekly hours; without hours the store is closed."""
    await set_days(tx, data)


@get("/stores/{store_id}/days", may="stores.read")
async def list_days(tx: Tx, store_id: StoreId) -> list[Day]:
    """List the coming days that differ from the weekly hours, today first, for over a year."""
    today = tx.now.astimezone(tx.zone).date()
    await get_stores(tx, [store_id])
    return await special_days(tx, [store_id], first=today, last=today + AHEAD)


@delete("/stores/{store_id}/days/{on}", may="stores.edit")
async def delete_day(tx: Tx, store_id: StoreId, on: date) -> None:
    """Let a day keep the hours of its week again."""
    await get_stores(tx, [store_id])
    await drop_day(tx, store_id, on)


@get("/stores/plan", may="stores.read")
async def show_plan(tx: Tx) -> Plan:
    """Return all brands, regions and legal entities at once, to be edited."""
    return await the_plan(tx)


@put("/stores/plan", may="stores.edit")
async def put_plan(tx: Tx, data: Plan, if_match: str = "") -> None:
    """Make or change brands, regions and legal entities, by code.

    `If-Match` names the plan that was edited.

    Raises:
        SomeStoresOnly: somebody's regions say which stores are theirs; they cannot change that.
    """
    check_whole(tx.actor)
    await arrange(tx, data, revision=if_match)


@get("/stores/brands", may="stores.read")
async def list_brands(tx: Tx) -> list[Brand]:
    """List the brands of the merchant."""
    return await brands(tx)


@get("/stores/regions", may="stores.read")
async def list_regions(tx: Tx) -> list[Region]:
    """List regions, each after the one it lies in."""
    return await regions(tx)


@get("/stores/entities", may="stores.read")
async def list_entities(tx: Tx) -> list[Entity]:
    """List the legal entities."""
    return await entities(tx)


ROUTES = [
    show_merchant,
    list_stores,
    put_stores,
    show_store,
    show_openness,
    put_days,
    list_days,
    delete_day,
    show_plan,
    put_plan,
    list_brands,
    list_regions,
    list_entities,
]
