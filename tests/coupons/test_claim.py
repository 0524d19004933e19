from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import coupons, members
from liuke.domains.coupons import CouponClaimed, Grant, Reason
from liuke.domains.coupons.template import Got
from liuke.domains.members import MemberNotActive, MemberState
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import cash, publish


async def test_a_claim_is_a_coupon_in_the_members_hand(tx: Tx) -> None:
    await publish(tx, cash(got=Got.CLAIMED, per_member=1, stock=5))
    (ann,) = await make.members(tx)
    (verdict,) = await coupons.claim(tx, [Grant(ann, "ten", "tap:1")])
    (coupon,) = await coupons.holdings(tx, ann)
    assert (coupon.id, coupon.claimed_at, coupon.seq) == (verdict.coupon_id, tx.now, 1)
    assert any(isinstance(e, CouponClaimed) for e in tx.events)
    (again,) = await coupons.claim(tx, [Grant(ann, "ten", "tap:2")])
    assert again.refused is Reason.MEMBER_LIMIT


async def test_the_centre_opens_and_closes_by_its_days(tx: Tx) -> None:
    opens = tx.today + timedelta(days=1)
    await publish(
        tx, cash(got=Got.CLAIMED, claim_from_on=opens, claim_until_on=opens), cash("given")
    )
    (ann,) = await make.members(tx)
    refused = []
    for _ in range(3):
        (verdict,) = await coupons.claim(tx, [Grant(ann, "ten", "tap")])
        refused.append(verdict.refused)
        tx.now += timedelta(days=1)
    assert refused == [Reason.CLAIM_CLOSED, None, None]
    (late,) = await coupons.claim(tx, [Grant(ann, "ten", "new tap")])
    assert late.refused is Reason.CLAIM_CLOSED
    (wrong,) = await coupons.claim(tx, [Grant(ann, "given", "tap")])
    assert wrong.refused is Reason.NOT_CLAIMABLE


async def test_the_centre_shows_what_is_left_and_why_one_may_not(tx: Tx) -> None:
    await publish(tx, cash(got=Got.CLAIMED, stock=3, per_day=2, per_member=1), cash("given"))
    ann, bob = await make.members(tx, 2)
    (offer,) = await coupons.offers(tx, ann)
    assert (offer.template, offer.left, offer.refused) == ("ten", 2, None)
    await coupons.claim(tx, [Grant(ann, "ten", "tap")])
    (offer,) = await coupons.offers(tx, ann)
    assert (offer.left, offer.refused) == (1, Reason.MEMBER_LIMIT)
    await coupons.claim(tx, [Grant(bob, "ten", "tap")])
    (cid,) = await make.members(tx)
    (offer,) = await coupons.offers(tx, cid)
    assert (offer.left, offer.refused) == (0, Reason.OUT_OF_STOCK)


async def test_the_blocked_take_nothing_from_the_centre(tx: Tx) -> None:
    await publish(tx, cash(got=Got.CLAIMED))
    (ann,) = await make.members(tx)
    await members.set_states(tx, [ann], MemberState.BLOCKED, reason="fraud")
    with pytest.raises(MemberNotActive):
        await coupons.claim(tx, [Grant(ann, "ten", "tap")])
