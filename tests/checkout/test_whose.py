"""A till of one store sells for that store alone."""

from __future__ import annotations

import pytest

from liuke.domains.access import KeyWish, make_keys
from tests import make
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]


@pytest.mark.inv("A1")
async def test_a_till_cannot_sell_for_another_store(town: Town) -> None:
    async with town.shop.begin() as tx:
        ours = await make.store(tx, "A")
        await make.store(tx, "B")
        wish = KeyWish("till", ("checkout.*",), store_ids=(ours,))
        key = (await make_keys(tx, [wish]))[0].key
    async with town.client(authorization=f"Bearer {key}") as till:
        answers = {}
        for store in ("A", "B", ""):
            sale = {"items": [{"sku": "no such"}], "store": store}
            answer = await till.post("/till/quotes", json=sale)
            answers[store] = answer.json().get("code")
        order = await till.post(
            f"/till/orders/ord_{'0' * 32}/cancellation", headers={"Idempotency-Key": "x"}
        )
    assert answers["B"] == "outside_stores"
    assert answers[""] == "unknown_stores"
    assert answers["A"] not in {"outside_stores", "not_permitted", "malformed"}
    assert order.status_code == 404


@pytest.mark.inv("A1")
async def test_a_till_lets_go_of_what_its_own_store_reserved(town: Town) -> None:
    async with town.shop.begin() as tx:
        await make.programme(tx)
        await make.products(tx, tee=9900)
        (member,) = await make.members(tx)
        wishes = [
            KeyWish(code, ("checkout.*",), store_ids=(await make.store(tx, code),))
            for code in ("A", "B")
        ]
        ours, theirs = [made.key for made in await make_keys(tx, wishes)]
    wish = {"sale": {"items": [{"sku": "tee"}], "store": "A", "member_id": str(member)}}
    async with town.client(authorization=f"Bearer {ours}") as till:
        held = await till.post("/till/reservations", json=wish, headers={"Idempotency-Key": "r"})
        path = f"/till/reservations/{held.json()['id']}"
        async with town.client(authorization=f"Bearer {theirs}") as other:
            refused = await other.delete(path)
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown_reservation")
        assert (await till.delete(path)).status_code == 200
