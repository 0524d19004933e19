"""Trails that stayed nobody's go with age: from the tables, and from every file of the lake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from liuke.domains import analytics, members
from liuke.domains.analytics import Seat
from liuke.domains.analytics.expire import expire, expire_some
from liuke.domains.analytics.ingest import ingest
from liuke.domains.analytics.spoken import Call, Taken
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests.analytics.lakes import ANYWHERE, assert_same
from tests.analytics.test_forgetting import everything
from tests.conftest import Shop

CANARY, YOUNG = "canary-8812", "sparrow-1123"
LEFT = Sql[str | None]("SELECT anonymous_id FROM analytics_behaviour ORDER BY id")
THREADS = Sql[str]("SELECT anonymous_id FROM analytics_thread ORDER BY 1")
NOW = Sql[datetime]("SELECT lk_now()")
A_DAY_LATER = Sql[None]("UPDATE analytics_run SET as_of = as_of - INTERVAL '25 hours'")
LATER = Sql[None]("""
    UPDATE analytics_file SET delete_at = delete_at - INTERVAL '16 minutes'
    WHERE delete_at IS NOT NULL
""")


async def told(tx: Tx, *messages: dict[str, Any]) -> None:
    """Take events as a page or the shop's server sends them."""
    raws = [msgspec.Raw(msgspec.json.encode({"type": "track", **one})) for one in messages]
    (taken,) = await ingest(tx, [Call("", tuple(raws), None, None)])
    assert isinstance(taken, Taken)
    assert taken.accepted == len(messages)


def seen(trail: str, **more: Any) -> dict[str, Any]:
    return {
        "event": "Product Viewed",
        "anonymousId": trail,
        "properties": {"product_id": f"p-{trail}", "url": f"https://shop.example/{trail}"},
        **more,
    }


async def days_ago(shop: Shop, days: int) -> datetime:
    async with shop.begin() as tx:
        now = await tx.row(NOW)
    assert now is not None
    return now - timedelta(days=days)


async def trails(shop: Shop) -> Sequence[str | None]:
    async with shop.begin() as tx:
        return await tx.rows(LEFT)


async def member_of(shop: Shop) -> MemberId:
    async with shop.begin() as tx:
        (made,) = await members.enrol(tx, [members.Enrolment(source="crm", external_id="1")])
    return made.member_id


@pytest.mark.slow
@ANYWHERE
@pytest.mark.inv("P4")
async def test_an_old_trail_of_nobody_leaves_the_tables_and_every_file(
    shop: Shop, seat: Seat
) -> None:
    merchant_id = shop.actor.merchant_id
    async with shop.begin(now=await days_ago(shop, seat.trail_days + 1)) as tx:
        await told(tx, seen(CANARY), seen(CANARY, userId="crm:nobody-yet"))
    async with shop.begin(now=await days_ago(shop, seat.trail_days)) as tx:
        await told(tx, seen(YOUNG))
    await analytics.export(shop.database, merchant_id)
    values, _ = everything(seat)
    assert values.count(CANARY) > 1

    await analytics.keep(shop.database, merchant_id)
    assert await trails(shop) == [YOUNG]
    await assert_same(shop)
    async with shop.begin() as tx:
        assert await tx.rows(THREADS) == []
        await tx.run(A_DAY_LATER)
    await analytics.keep(shop.database, merchant_id)
    async with shop.begin() as tx:
        await tx.run(LATER)
    await analytics.keep(shop.database, merchant_id)

    values, raw = everything(seat)
    assert CANARY not in values
    assert CANARY.encode() not in raw
    assert YOUNG in values
    await assert_same(shop)


async def test_what_a_member_did_stays_however_old(shop: Shop, seat: Seat) -> None:
    member_id = await member_of(shop)
    async with shop.begin(now=await days_ago(shop, seat.trail_days + 100)) as tx:
        await told(tx, seen(CANARY, userId=str(member_id)), seen(CANARY))
    assert await expire(shop.database, shop.actor.merchant_id) == 0
    assert len(await trails(shop)) == 2


async def test_it_is_the_setting_that_says_how_old(shop: Shop, seat: Seat) -> None:
    seat.trail_days = 3
    async with shop.begin(now=await days_ago(shop, 5)) as tx:
        await told(tx, *(seen(f"{CANARY}-{n}") for n in range(3)))
    assert await expire(shop.database, shop.actor.merchant_id) == 3
    assert await expire(shop.database, shop.actor.merchant_id) == 0


async def test_the_oldest_go_first_and_a_mark_goes_with_the_last_of_its_trail(
    shop: Shop, seat: Seat
) -> None:
    for ago in (402, 401):
        async with shop.begin(now=await days_ago(shop, ago)) as tx:
            await told(tx, seen(CANARY, userId="crm:nobody-yet"))
    async with shop.begin() as tx:
        assert await expire_some(tx, seat.trail_days, 1) == 1
        assert len(await tx.rows(LEFT)) == len(await tx.rows(THREADS)) == 1
        assert await expire_some(tx, seat.trail_days, 9) == 1
        assert await tx.rows(THREADS) == []
