from __future__ import annotations

import pytest

from liuke.domains import coupons, programme
from liuke.domains.coupons import CouponCode, Reason, Use
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from tests import make
from tests.coupons.templates import cash, given, publish

GUESSES = 2000


async def answer(tx: Tx, code: str, member_id: MemberId) -> dict[str, object]:
    try:
        await coupons.look_up(tx, code, member_id=member_id)
    except Problem as refusal:
        return refusal.body()
    return {}


@pytest.mark.inv("A9")
async def test_a_stranger_learns_nothing_from_any_code(tx: Tx) -> None:
    await publish(tx, cash())
    ann, eve = await make.members(tx, 2)
    fresh = await coupons.get_coupon(tx, ann, await given(tx, ann, "ten"))
    used = await coupons.get_coupon(tx, ann, await given(tx, ann, "ten"))
    await coupons.redeem(tx, [Use(ann, used.id, "order:1")])
    wrong, nonsense = str(CouponCode.new()), "hello"
    told = [await answer(tx, c, eve) for c in (str(fresh.code), str(used.code), wrong, nonsense)]
    assert told == [coupons.UnknownCoupon().body()] * 4


@pytest.mark.inv("A9")
async def test_the_owner_is_told_precisely(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await coupons.get_coupon(tx, ann, await given(tx, ann, "ten"))
    assert await coupons.look_up(tx, str(ten.code), member_id=ann) == ten
    await coupons.redeem(tx, [Use(ann, ten.id, "order:1")])
    with pytest.raises(coupons.CouponUnusable) as refusal:
        await coupons.look_up(tx, str(ten.code), member_id=ann)
    assert refusal.value.reason is Reason.USED


@pytest.mark.inv("A9")
async def test_guesses_hit_nothing(tx: Tx) -> None:
    await publish(tx, cash())
    ann, eve = await make.members(tx, 2)
    await coupons.issue_to_segment(tx, [ann], "ten", cause="spring")
    live = await programme.live(tx)
    guesses = [str(CouponCode.new()) for _ in range(GUESSES)]
    book = await coupons.open_coupons(tx, [eve, ann], guesses, live)
    assert len(book.held) == 1
    for guess in guesses:
        with pytest.raises(coupons.UnknownCoupon):
            book.presented(ann, guess, cause="order:1", at=tx.now)
