from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import coupons
from liuke.domains.coupons import CouponExpired, Hold, Holding, Reason, State
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import cash, given, publish


async def test_what_is_over_expires_once_and_the_rest_lives(tx: Tx) -> None:
    await publish(tx, cash())
    ann, bob = await make.members(tx, 2)
    old = await given(tx, ann, "ten")
    tx.now += timedelta(days=8)
    new = await given(tx, bob, "ten")
    assert await coupons.due(tx) == [ann]
    assert await coupons.expire(tx, [ann, bob]) == 1
    assert await coupons.due(tx) == []
    assert await coupons.expire(tx, [ann, bob]) == 0
    assert (await coupons.get_coupon(tx, ann, old)).state is State.EXPIRED
    assert (await coupons.get_coupon(tx, bob, new)).state is State.OPEN
    assert sum(isinstance(e, CouponExpired) for e in tx.events) == 1


async def test_a_held_coupon_outlives_its_end_until_it_is_let_go(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    end = (await coupons.get_coupon(tx, ann, ten)).valid_until
    assert end is not None
    tx.now = end - timedelta(seconds=30)
    await coupons.reserve(tx, [Hold(ann, ten, "order:1", 60)])
    tx.now = end
    assert await coupons.due(tx) == []
    tx.now = end + timedelta(seconds=31)
    assert await coupons.due(tx) == [ann]
    assert await coupons.expire(tx, [ann]) == 2
    assert (await coupons.get_coupon(tx, ann, ten)).state is State.EXPIRED


async def test_a_granted_coupon_nobody_accepts_lapses_with_its_claim_window(tx: Tx) -> None:
    await publish(tx, cash(claim_days=2))
    ann, bob = await make.members(tx, 2)
    anns, bobs = await given(tx, ann, "ten"), await given(tx, bob, "ten")
    with pytest.raises(coupons.CouponUnusable) as refusal:
        await coupons.redeem(tx, [coupons.Use(ann, anns, "order:1")])
    assert refusal.value.reason is Reason.NOT_CLAIMED
    await coupons.accept(tx, [Holding(ann, anns)])
    tx.now += timedelta(days=3)
    assert await coupons.due(tx) == [bob]
    await coupons.expire(tx, [bob])
    assert (await coupons.get_coupon(tx, bob, bobs)).state is State.EXPIRED
    await coupons.redeem(tx, [coupons.Use(ann, anns, "order:1")])
