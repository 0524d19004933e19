"""An actor of some stores names no other store, however deep in a request."""

from __future__ import annotations

import httpx
import pytest

from liuke.domains.access import KeyWish, make_keys
from liuke.kernel.actor import Actor
from liuke.kernel.db import Tx
from liuke.kernel.ids import MerchantId, StoreId
from liuke.kernel.scope import OutsideStores, check_stores, named
from liuke.kernel.values import Value
from liuke.kernel.web import get, post
from liuke.surfaces.app import create_app
from tests import make
from tests.surfaces.conftest import HIGH, ORIGIN, Town, app, quiet, town

__all__ = ["app", "quiet", "town"]
OURS, THEIRS = StoreId.new(), StoreId.new()


class Part(Value, frozen=True):
    store_id: StoreId


class Whole(Value, frozen=True):
    parts: list[Part]
    by_name: dict[str, StoreId] | None = None


@post("/wholes", may="points.post")
async def add_whole(tx: Tx, data: list[Whole]) -> int:  # noqa: ARG001 - a route takes its transaction
    """Count wholes."""
    return len(data)


@get("/wholes/{store_id}", may="points.read")
async def show_whole(tx: Tx, store_id: StoreId) -> StoreId:  # noqa: ARG001 - as above
    """Return what is asked."""
    return store_id


def test_every_store_is_found() -> None:
    assert set(named([Whole([Part(OURS)], {"x": THEIRS}), ((OURS,),)], StoreId)) == {OURS, THEIRS}


@pytest.mark.inv("A1")
def test_naming_no_store_is_outside_too() -> None:
    actor = Actor(MerchantId.new(), "key", "k", stores=frozenset({OURS}))
    check_stores(actor, [OURS])
    for stranger, refused_ones in ((THEIRS, (THEIRS,)), (None, ())):
        with pytest.raises(OutsideStores) as refused:
            check_stores(actor, [OURS, stranger])
        assert refused.value.store_ids == refused_ones
    check_stores(Actor(MerchantId.new(), "key", "k"), [THEIRS, None])


@pytest.mark.slow
@pytest.mark.inv("A1")
async def test_a_key_of_one_store_is_refused_for_another(town: Town) -> None:
    async with town.shop.begin() as tx:
        ours, theirs = await make.store(tx, "A"), await make.store(tx, "B")
        wish = KeyWish("till", ("points.*",), store_ids=(ours,))
        key = (await make_keys(tx, [wish]))[0].key
    served = create_app(town.shop.database, routes=[add_whole, show_whole], limits=HIGH)
    bearer = {"authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(served), base_url=ORIGIN, headers=bearer
    ) as till:
        for store, status in ((ours, 201), (theirs, 403)):
            body = [{"parts": [{"store_id": str(ours)}, {"store_id": str(store)}]}]
            assert (await till.post("/v1/wholes", json=body)).status_code == status
        assert (await till.get(f"/v1/wholes/{ours}")).status_code == 200
        refused = await till.get(f"/v1/wholes/{theirs}")
    assert refused.json()["code"] == "outside_stores"
    assert refused.json()["store_ids"] == [str(theirs)]
