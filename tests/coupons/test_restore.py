from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import coupons
from liuke.domains.coupons import Return, State, Use
from liuke.domains.coupons.template import OnReturn
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import card, cash, given, publish


@pytest.mark.inv("L5")
async def test_a_return_gives_the_coupon_back_once_with_its_own_end(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    before = await coupons.get_coupon(tx, ann, ten)
    await coupons.redeem(tx, [Use(ann, ten, "order:1")])
    (after,) = await coupons.restore(tx, [Return(ann, ten, "order:1")])
    assert (after.state, after.uses_left) == (State.OPEN, 1)
    assert after.valid_until == before.valid_until
    (again,) = await coupons.restore(tx, [Return(ann, ten, "order:1")])
    assert again == after


async def test_a_return_of_another_order_gives_nothing(tx: Tx) -> None:
    await publish(tx, card(3))
    (ann,) = await make.members(tx)
    coffee = await given(tx, ann, "card")
    await coupons.redeem(tx, [Use(ann, coffee, "order:1", uses=2)])
    (after,) = await coupons.restore(tx, [Return(ann, coffee, "order:2")])
    assert after.uses_left == 1
    (after,) = await coupons.restore(tx, [Return(ann, coffee, "order:1")])
    assert after.uses_left == 3


async def test_what_comes_back_after_its_end_expires_at_once(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    await coupons.redeem(tx, [Use(ann, ten, "order:1")])
    tx.now += timedelta(days=30)
    (after,) = await coupons.restore(tx, [Return(ann, ten, "order:1")])
    assert after.state is State.EXPIRED
    kinds = [entry.kind.value for entry in await coupons.history(tx, ann, ten)]
    assert kinds == ["redeemed", "restored", "expired"]


async def test_by_policy_a_returned_coupon_is_void(tx: Tx) -> None:
    await publish(tx, cash(on_return=OnReturn.VOID))
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    await coupons.redeem(tx, [Use(ann, ten, "order:1")])
    (after,) = await coupons.restore(tx, [Return(ann, ten, "order:1")])
    assert (after.state, after.uses_left) == (State.VOID, 0)
