"""Conditions ask what members did, on whatever device they were known later."""

from __future__ import annotations

from typing import Any

import pytest

from liuke.kernel import selection
from liuke.kernel.db import Tx, administer
from liuke.kernel.did import Agg, Deeds, Did, Sequence, Where
from liuke.kernel.rows import Sql
from liuke.kernel.windows import When
from liuke.providers.postgres import Server
from tests import make
from tests.analytics.test_ingest import PUBLIC, SERVER, as_key, identified, tell, viewed
from tests.conftest import Shop

pytestmark = pytest.mark.slow

VIEWS = Did("product_viewed")


async def test_what_was_done_before_and_after_joining_is_counted(tx: Tx) -> None:
    anna, bert = sorted(await make.members(tx, 2))
    await tell(tx, viewed(1), viewed(2), identified(anna), viewed(3))
    await tell(tx, viewed(4, userId=str(bert), anonymousId=None))
    await tell(tx, viewed(5, anonymousId="nobody"))
    values = await selection.found(tx, [VIEWS], [anna, bert])
    assert [values[one][VIEWS.key] for one in (anna, bert)] == [3, 1]


async def test_fields_are_asked_and_never_null(tx: Tx) -> None:
    (anna,) = await make.members(tx)
    await tell(tx, identified(anna))
    await tell(
        tx,
        viewed(1, properties={"product_id": "tea", "category": "drinks", "value": 12.5}),
        viewed(2, properties={"product_id": "cup", "category": "ware"}),
        {"type": "track", "event": "到店打卡", "anonymousId": "device", "messageId": "x"},
    )
    asked = [
        Did("product_viewed", where=(Where("category", value="drinks"),)),
        Did("product_viewed", agg=Agg.SUM, field="value_minor"),
        Did("product_viewed", agg=Agg.DISTINCT, field="product"),
        Did("behaviour", where=(Where("name", value="到店打卡"),)),
        Did("behaviour", where=(Where("query", value=""),)),
    ]
    values = (await selection.found(tx, asked, [anna]))[anna]
    assert [values[tree.key] for tree in asked] == [1, 1250, 2, 1, 4]


async def test_what_a_public_key_tells_can_be_left_out(tx: Tx) -> None:
    (anna,) = await make.members(tx)
    as_key(tx, PUBLIC)
    await tell(tx, viewed(1, userId=str(anna)), viewed(2, userId=str(anna)))
    as_key(tx, SERVER)
    await tell(tx, viewed(3, userId=str(anna)))
    sure = Did("product_viewed", where=(Where("trusted", value=True),))
    values = (await selection.found(tx, [VIEWS, sure], [anna]))[anna]
    assert (values[VIEWS.key], values[sure.key]) == (3, 1)


async def test_a_checkout_begun_and_not_ended_is_found(tx: Tx) -> None:
    (anna,) = await make.members(tx)
    left = Sequence(Deeds("checkout_started"), Deeds("order"), negate=True)
    await tell(tx, viewed(1, userId=str(anna)))
    assert not (await selection.found(tx, [left], [anna]))[anna][left.key]
    await tell(tx, viewed(2, event="Checkout Started", userId=str(anna)))
    assert (await selection.found(tx, [left], [anna]))[anna][left.key]


async def test_one_members_behaviour_is_looked_up(shop: Shop, server: Server) -> None:
    async with shop.begin() as tx:
        people = await make.members(tx, 200)
        await tell(
            tx, *(viewed(n, userId=str(people[n % 200]), anonymousId=None) for n in range(2_000))
        )
    async with administer(server.admin_url) as admin:
        await admin.execute("ANALYZE analytics_behaviour, members_member")
    live = selection.Live(fixed=1, known={})
    test = live.test(VIEWS)
    text = f"EXPLAIN (COSTS OFF) SELECT {test} FROM members_member m WHERE m.id = $1::uuid"  # noqa: S608 - declared
    async with shop.begin() as tx:
        bound = selection.given(live.bound, When.of(tx))
        lines = await tx.records(Sql[Any](text), people[0], *bound)
    plan = "\n".join(row[0] for row in lines)
    assert "analytics_behaviour_member" in plan
    assert "(member_id = k.id)" in plan
