"""What a basket holds is let go once: by a killed connection, by time and cancelling at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from liuke.domains import checkout, coupons, points
from liuke.domains.checkout import Item, Reservation, Reserving, Sale, UnknownReservation
from liuke.domains.coupons import Grant
from liuke.domains.points import Movement
from liuke.kernel.db import DatabaseAway, Tx, administer
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from tests import make
from tests.checkout.test_take_back import EARN, PAY, STARS, TEN_OFF
from tests.conftest import Shop

RELEASED = Sql[str]("""
    SELECT kind FROM kernel_event WHERE kind IN ('points.released', 'coupon.released')
""")
SELF = Sql[int]("SELECT pg_backend_pid()")


async def furnished(shop: Shop) -> tuple[MemberId, Sale]:
    """Return a member and the basket that takes all they have."""
    async with shop.begin() as tx:
        await make.programme(tx, STARS, EARN, PAY, TEN_OFF)
        await make.products(tx, tee=9_900)
        (ann,) = await make.members(tx)
        await points.post(tx, [Movement(ann, "stars", "gift", 100)])
        (given,) = await coupons.issue(tx, [Grant(ann, "ten-off", "gift")])
    used = (str(given.coupon_id),)
    return ann, Sale((Item("tee"),), ann, external_id="web", spend={"stars": 100}, coupons=used)


async def held(tx: Tx, ann: MemberId) -> tuple[int, int]:
    """Return how many points and coupons are free."""
    (balance,) = await points.balances(tx, [ann])
    book = await coupons.open_coupons(tx, [ann], (), await make.live(tx))
    return balance.spendable, sum(c.reserved_for is None for c in book.usable(ann, tx.now))


@pytest.mark.inv("C4")
async def test_a_connection_killed_before_its_commit_holds_nothing(
    shop: Shop, server: Server
) -> None:
    ann, sale = await furnished(shop)

    async def die() -> None:
        async with shop.begin() as tx:
            await checkout.reserve(tx, [Reserving(sale)])
            async with administer(server.admin_url) as admin:
                await admin.execute("SELECT pg_terminate_backend($1)", await tx.row(SELF))

    with pytest.raises(DatabaseAway):
        await die()
    async with shop.begin() as tx:
        assert await held(tx, ann) == (100, 1)
        assert await tx.rows(RELEASED) == []
        await checkout.reserve(tx, [Reserving(sale)])


@pytest.mark.inv("C4")
@pytest.mark.parametrize("rounds", [2, pytest.param(100, marks=pytest.mark.torture)])
async def test_time_and_cancelling_at_once_let_go_once(shop: Shop, rounds: int) -> None:
    for _ in range(rounds):
        ann, sale = await furnished(shop)
        async with shop.begin() as tx:
            (kept,) = await checkout.reserve(tx, [Reserving(sale)])
            before = Counter(await tx.rows(RELEASED))
        await asyncio.gather(*(act(shop, ann, kept) for act in (cancel, sweep) * 5))
        async with shop.begin() as tx:
            assert await held(tx, ann) == (100, 1)
            now = Counter(await tx.rows(RELEASED))
        assert now - before == {"points.released": 1, "coupon.released": 1}


async def cancel(shop: Shop, _ann: MemberId, kept: Reservation) -> None:
    try:
        async with shop.begin() as tx:
            await checkout.release(tx, [kept.id])
    except UnknownReservation:
        return


async def sweep(shop: Shop, ann: MemberId, kept: Reservation) -> None:
    """Do the night's work, after the reservation is over."""
    async with shop.begin(kept.until + timedelta(seconds=1)) as tx:
        await coupons.expire(tx, [ann])
        await points.expire(tx, [ann])
