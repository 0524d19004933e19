"""A draft is tried on what was really sold before anybody pays for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from liuke.domains import checkout, programme
from liuke.domains.checkout import Item, Sale, Simulated
from liuke.domains.checkout.errors import TooManyOrders
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField
from tests.checkout.test_quote import MIXED
from tests.checkout.test_take_back import open_shop, sell

TEN_PERCENT = {
    "code": "more",
    "name": "more",
    "name_zh": "更多",
    "rules": [
        {
            "code": "ten",
            "stage": "threshold",
            "minimum": {"amount_minor": 9_000},
            "effects": [{"kind": "percent_off", "off_bp": 1000}],
        }
    ],
}


async def tried(tx: Tx, document: Mapping[str, object], most: int = 100) -> Simulated:
    draft = programme.check(dict(document))
    day = timedelta(days=1)
    return await checkout.simulate(tx, draft, since=tx.now - day, until=tx.now + day, most=most)


async def test_a_draft_beside_the_live_rules_says_its_cost_and_who_wins(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 9900, units={"tee": 1}, key="big")
    await sell(tx, member, 4500, units={"cap": 1}, key="small")
    await sell(tx, None, 9900, units={"tee": 1}, key="guest")
    found = (await tried(tx, TEN_PERCENT)).outcome
    assert (found.orders, found.cost_minor) == (3, 1_980)
    assert (found.winners, found.losers, found.won_minor) == (2, 0, 1_980)
    assert found.draft.rules[0].rule == "ten"
    # Points follow the money: the live rule earns on what is paid.
    assert found.live.points["stars"] > found.draft.points["stars"]


async def test_the_draft_stands_in_for_the_live_programme_of_its_code(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 9900, units={"tee": 1})
    nothing = {"code": "test", "name": "none", "name_zh": "无"}
    found = (await tried(tx, nothing)).outcome
    assert found.live.points == {"stars": 99}
    assert (found.draft.points, found.losers) == ({}, 1)


async def test_a_period_that_ends_before_it_begins_is_refused(tx: Tx) -> None:
    draft = programme.check(TEN_PERCENT)
    with pytest.raises(InvalidField) as refusal:
        await checkout.simulate(tx, draft, since=tx.now, until=tx.now - timedelta(1), most=9)
    assert refusal.value.field == "since"


async def test_a_period_with_too_many_orders_is_refused_by_its_count(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 4500, units={"cap": 1}, key="a")
    await sell(tx, member, 4500, units={"cap": 1}, key="b")
    with pytest.raises(TooManyOrders) as refused:
        await tried(tx, TEN_PERCENT, most=1)
    assert (refused.value.orders, refused.value.most) == (2, 1)


async def test_a_draft_that_earns_nothing_on_stored_value_is_tried_on_how_people_paid(
    tx: Tx,
) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 9900, units={"tee": 1})
    await checkout.commit(tx, [Sale((Item("tee", 2),), member, external_id="2", tenders=MIXED)])
    earn = {"kind": "earn", "book": "stars", "points": 1, "per_minor": 100}
    rule = {"code": "earn", "stage": "earning", "effects": [earn | {"not_tenders": ["wallet"]}]}
    book = {"code": "stars", "name": "stars", "name_zh": "星"}
    document = {"code": "test", "name": "n", "name_zh": "新", "books": [book], "rules": [rule]}
    found = (await tried(tx, document)).outcome
    assert (found.live.points, found.draft.points) == ({"stars": 99 + 198}, {"stars": 99 + 49})
