from __future__ import annotations

import pytest

from liuke.domains import coupons
from liuke.domains.coupons import CouponVoided, State, Use, Voiding
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import cash, given, publish


async def test_a_coupon_taken_back_cannot_be_used_and_a_used_one_not_taken_back(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    wrong, used = await given(tx, ann, "ten"), await given(tx, ann, "ten")
    (gone,) = await coupons.void(tx, [Voiding(ann, wrong, "printed twice")])
    assert (gone.state, gone.uses_left) == (State.VOID, 0)
    assert await coupons.void(tx, [Voiding(ann, wrong, "again")]) == [gone]
    assert sum(isinstance(e, CouponVoided) for e in tx.events) == 1
    with pytest.raises(coupons.CouponUnusable):
        await coupons.redeem(tx, [Use(ann, wrong, "order:1")])
    await coupons.redeem(tx, [Use(ann, used, "order:1")])
    with pytest.raises(coupons.CouponUnusable):
        await coupons.void(tx, [Voiding(ann, used, "too late")])
