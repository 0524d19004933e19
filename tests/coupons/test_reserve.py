from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from liuke.domains import coupons
from liuke.domains.coupons import CouponReleased, Hold, Reason, State, Use
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make
from tests.conftest import Shop
from tests.coupons.templates import cash, given, publish

RELEASES = Sql[int]("SELECT COUNT(*)::integer FROM kernel_event WHERE kind = 'coupon.released'")


class PowerCut(Exception):
    """The process dies here."""


@pytest.mark.inv("C4")
async def test_a_held_coupon_is_for_its_order_only(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    await coupons.reserve(tx, [Hold(ann, ten, "order:1", 60)])
    with pytest.raises(coupons.CouponUnusable) as refusal:
        await coupons.redeem(tx, [Use(ann, ten, "order:2")])
    assert refusal.value.reason is Reason.RESERVED
    (used,) = await coupons.redeem(tx, [Use(ann, ten, "order:1")])
    assert (used.state, used.reserved_for) == (State.USED, None)


@pytest.mark.inv("C4")
async def test_a_reservation_that_ran_out_is_released_before_the_next_use(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    await coupons.reserve(tx, [Hold(ann, ten, "order:1", 60)])
    tx.now += timedelta(seconds=60)
    await coupons.redeem(tx, [Use(ann, ten, "order:2")])
    kinds = [step.kind.value for step in await coupons.history(tx, ann, ten)]
    assert kinds == ["reserved", "released", "redeemed"]
    with pytest.raises(coupons.NotHeld):
        await coupons.release(tx, [Hold(ann, ten, "order:1")])


@pytest.mark.inv("C4")
async def test_the_same_thing_again_moves_the_end(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    await coupons.reserve(tx, [Hold(ann, ten, "order:1", 60)])
    (held,) = await coupons.reserve(tx, [Hold(ann, ten, "order:1", 600)])
    assert held.reserved_until == tx.now + timedelta(seconds=600)


@pytest.mark.inv("C4")
async def test_cancel_and_expiry_at_once_release_exactly_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash())
        (ann,) = await make.members(tx)
        ten = await given(tx, ann, "ten")
        await coupons.reserve(tx, [Hold(ann, ten, "order:1", 60)])
        late = tx.now + timedelta(seconds=61)

    async def cancel() -> None:
        try:
            async with shop.begin() as tx:
                await coupons.release(tx, [Hold(ann, ten, "order:1")])
        except coupons.NotHeld:
            pass

    async def sweep() -> None:
        async with shop.begin(now=late) as tx:
            await coupons.expire(tx, await coupons.due(tx))

    await asyncio.gather(*(act() for act in (cancel, sweep) * 5))
    async with shop.begin() as tx:
        assert await tx.row(RELEASES) == 1
        assert (await coupons.get_coupon(tx, ann, ten)).reserved_for is None


@pytest.mark.inv("C4")
async def test_a_crash_before_the_commit_holds_nothing(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash())
        (ann,) = await make.members(tx)
        ten = await given(tx, ann, "ten")

    async def crash() -> None:
        async with shop.begin() as tx:
            await coupons.reserve(tx, [Hold(ann, ten, "order:1", 60)])
            raise PowerCut

    with pytest.raises(PowerCut):
        await crash()
    async with shop.begin() as tx:
        assert (await coupons.get_coupon(tx, ann, ten)).reserved_for is None
        assert not any(isinstance(e, CouponReleased) for e in tx.events)
        await coupons.reserve(tx, [Hold(ann, ten, "order:2", 60)])
