from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import coupons, members
from liuke.domains.coupons import CouponRedeemed, Reason, State, Use
from liuke.domains.members import MemberNotActive, MemberState
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.coupons.templates import card, cash, given, publish


@pytest.fixture
async def ann(tx: Tx) -> MemberId:
    await publish(tx, cash(), card(3))
    (ann,) = await make.members(tx)
    return ann


async def test_a_coupon_is_used_once_and_a_replay_changes_nothing(tx: Tx, ann: MemberId) -> None:
    ten = await given(tx, ann, "ten")
    use = Use(ann, ten, "order:1")
    (used,) = await coupons.redeem(tx, [use])
    (again,) = await coupons.redeem(tx, [use])
    assert used == again
    assert used.state is State.USED
    assert sum(isinstance(e, CouponRedeemed) for e in tx.events) == 1
    with pytest.raises(coupons.CouponUnusable) as refusal:
        await coupons.redeem(tx, [Use(ann, ten, "order:2")])
    assert refusal.value.reason is Reason.USED


async def test_a_times_card_counts_down_and_never_below_zero(tx: Tx, ann: MemberId) -> None:
    coffee = await given(tx, ann, "card")
    uses = [Use(ann, coffee, f"visit:{n}") for n in range(3)]
    left = [c.uses_left for c in await coupons.redeem(tx, uses)]
    assert left == [2, 1, 0]
    with pytest.raises(coupons.CouponUnusable):
        await coupons.redeem(tx, [Use(ann, coffee, "visit:4")])


async def test_a_card_refuses_more_uses_at_once_than_it_has(tx: Tx, ann: MemberId) -> None:
    coffee = await given(tx, ann, "card")
    with pytest.raises(coupons.CouponUnusable):
        await coupons.redeem(tx, [Use(ann, coffee, "visit", uses=4)])
    assert (await coupons.get_coupon(tx, ann, coffee)).uses_left == 3


async def test_a_coupon_works_to_the_last_instant_of_its_last_day(tx: Tx, ann: MemberId) -> None:
    ten = await given(tx, ann, "ten")
    end = (await coupons.get_coupon(tx, ann, ten)).valid_until
    assert end is not None
    tx.now = end
    with pytest.raises(coupons.CouponUnusable) as refusal:
        await coupons.redeem(tx, [Use(ann, ten, "order:1")])
    assert refusal.value.reason is Reason.EXPIRED
    tx.now = end - timedelta(microseconds=1)
    assert (await coupons.redeem(tx, [Use(ann, ten, "order:1")]))[0].state is State.USED


async def test_another_members_coupon_is_as_unknown_as_none(tx: Tx, ann: MemberId) -> None:
    ten = await given(tx, ann, "ten")
    (bob,) = await make.members(tx)
    with pytest.raises(coupons.UnknownCoupons):
        await coupons.redeem(tx, [Use(bob, ten, "order:1")])


async def test_the_blocked_use_no_coupons_and_the_new_do(tx: Tx, ann: MemberId) -> None:
    (joined,) = await members.enrol(tx, [members.Enrolment(new=True)])
    ten = await given(tx, joined.member_id, "ten")
    await coupons.redeem(tx, [Use(joined.member_id, ten, "order:1")])
    ten = await given(tx, ann, "ten")
    await members.set_states(tx, [ann], MemberState.BLOCKED, reason="fraud")
    with pytest.raises(MemberNotActive):
        await coupons.redeem(tx, [Use(ann, ten, "order:2")])


async def test_the_history_tells_every_step_and_who_asked(tx: Tx, ann: MemberId) -> None:
    coffee = await given(tx, ann, "card")
    await coupons.redeem(tx, [Use(ann, coffee, "visit:1")])
    await coupons.reserve(tx, [coupons.Hold(ann, coffee, "order:2")])
    await coupons.release(tx, [coupons.Hold(ann, coffee, "order:2")])
    steps = [(e.seq, e.kind.value, e.cause) for e in await coupons.history(tx, ann, coffee)]
    assert steps == [
        (1, "redeemed", "visit:1"),
        (2, "reserved", "order:2"),
        (3, "released", "order:2"),
    ]
