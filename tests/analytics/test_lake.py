"""Behaviour is in the lake as it is in the database: with its owners, and without the erased."""

from __future__ import annotations

import pytest

from liuke.domains import analytics, members
from liuke.kernel.ids import MemberId
from tests import make
from tests.analytics.lakes import assert_same, open_lake
from tests.analytics.test_ingest import identified, tell, viewed
from tests.conftest import Shop

pytestmark = pytest.mark.slow

COUNT = "SELECT COUNT(*) AS n FROM analytics_behaviour WHERE member_id = $member"
WORDS = "SELECT product, query, url FROM analytics_behaviour"


async def export(shop: Shop) -> None:
    await analytics.export(shop.database, shop.actor.merchant_id)


async def owned(shop: Shop, member_id: MemberId) -> int:
    lake = await open_lake(shop)
    answer = await lake.ask(COUNT, {"member": member_id})
    return int(answer.rows[0][0])


@pytest.mark.usefixtures("seat")
async def test_a_trail_that_became_somebodys_is_theirs_in_the_lake(shop: Shop) -> None:
    async with shop.begin() as tx:
        (anna,) = await make.members(tx)
        await tell(tx, viewed(1), viewed(2))
    await export(shop)
    assert await owned(shop, anna) == 0
    async with shop.begin() as tx:
        await tell(tx, identified(anna), viewed(2))
    await export(shop)
    assert await owned(shop, anna) == 3
    assert (await assert_same(shop))["analytics_behaviour"] == 3


@pytest.mark.inv("P4")
@pytest.mark.usefixtures("seat")
async def test_the_lake_forgets_what_erased_members_did(shop: Shop) -> None:
    async with shop.begin() as tx:
        (anna,) = await make.members(tx)
        canary = {"query": "canary query", "url": "https://shop.cn/canary"}
        await tell(tx, viewed(1, properties=canary), identified(anna), viewed(2))
        await tell(tx, viewed(3, anonymousId="else"))
    await export(shop)
    assert await owned(shop, anna) == 3
    async with shop.begin() as tx:
        await members.erase(tx, [anna], reason="asked for it")
    await export(shop)
    lake = await open_lake(shop)
    assert (await lake.ask(WORDS)).rows == [("p3", None, None)]
    assert (await assert_same(shop))["analytics_behaviour"] == 1
    # What is nobody's is exported after somebody was forgotten too.
    async with shop.begin() as tx:
        await tell(tx, viewed(4, anonymousId="else"))
    await export(shop)
    assert (await assert_same(shop))["analytics_behaviour"] == 2
