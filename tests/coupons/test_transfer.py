from __future__ import annotations

import pytest

from liuke.domains import coupons, members
from liuke.domains.coupons import CouponTransferred, Gift, Hold, Reason, State, Use
from liuke.domains.members import MemberNotActive, MemberState
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import cash, given, publish


async def test_the_receiver_holds_it_under_a_new_code_with_the_same_life(tx: Tx) -> None:
    await publish(tx, cash(transferable=True, per_member=1))
    ann, bob = await make.members(tx, 2)
    ten = await given(tx, ann, "ten")
    before = await coupons.get_coupon(tx, ann, ten)
    (received,) = await coupons.transfer(tx, [Gift(ann, ten, bob)])
    assert (received.member_id, received.valid_until) == (bob, before.valid_until)
    assert received.code != before.code
    assert (await coupons.get_coupon(tx, ann, ten)).state is State.TRANSFERRED
    assert any(isinstance(e, CouponTransferred) for e in tx.events)
    assert await coupons.look_up(tx, str(received.code), member_id=bob) == received
    await coupons.redeem(tx, [Use(bob, received.id, "order:1")])
    with pytest.raises(coupons.CouponUnusable) as refusal:
        await coupons.transfer(tx, [Gift(ann, ten, bob)])
    assert refusal.value.reason is Reason.TRANSFERRED
    (tally,) = await coupons.tallies(tx, ["ten"])
    assert (tally.given, tally.transferred, tally.used) == (1, 1, 1)


async def test_a_coupon_that_stays_or_is_held_is_not_passed_on(tx: Tx) -> None:
    await publish(tx, cash(), cash("gift", transferable=True))
    ann, bob = await make.members(tx, 2)
    mine, held = await given(tx, ann, "ten"), await given(tx, ann, "gift")
    await coupons.reserve(tx, [Hold(ann, held, "order:1")])
    for coupon_id, reason in ((mine, Reason.NOT_TRANSFERABLE), (held, Reason.RESERVED)):
        with pytest.raises(coupons.CouponUnusable) as refusal:
            await coupons.transfer(tx, [Gift(ann, coupon_id, bob)])
        assert refusal.value.reason is reason


async def test_the_blocked_neither_pass_coupons_on_nor_get_any(tx: Tx) -> None:
    await publish(tx, cash(transferable=True))
    ann, bob = await make.members(tx, 2)
    wishes = [
        Gift(ann, await given(tx, ann, "ten"), bob),
        Gift(bob, await given(tx, bob, "ten"), ann),
    ]
    await members.set_states(tx, [bob], MemberState.BLOCKED, reason="fraud")
    for wish in wishes:
        with pytest.raises(MemberNotActive):
            await coupons.transfer(tx, [wish])
