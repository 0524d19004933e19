from __future__ import annotations

import pytest

from liuke.domains import coupons
from liuke.domains.coupons import Return, State, Use, Voiding
from liuke.domains.coupons.template import OnReturn
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make
from tests.coupons.templates import card, cash, given, publish

TAMPER = Sql[None]("UPDATE coupons_coupon SET saved_minor = saved_minor + 1 WHERE id = $1::uuid")
MISLEAD = Sql[None]("""
    INSERT INTO coupons_code (code, member_id, coupon_id)
    VALUES ('\\x0102030405060708', $1::uuid, $2::uuid)
""")


@pytest.mark.inv("L1")
async def test_an_honest_shop_is_proven_and_a_tampered_coupon_named(tx: Tx) -> None:
    await publish(tx, card(3, on_return=OnReturn.VOID), cash())
    (ann,) = await make.members(tx)
    coffee, ten = await given(tx, ann, "card"), await given(tx, ann, "ten")
    await coupons.redeem(tx, [Use(ann, coffee, "order:1", uses=2), Use(ann, ten, "order:1")])
    (left,) = await coupons.restore(tx, [Return(ann, coffee, "order:1")])
    assert (left.state, left.uses_left) == (State.OPEN, 1)
    await coupons.restore(tx, [Return(ann, ten, "order:1")])
    await coupons.void(tx, [Voiding(ann, ten, "test")])
    proven = await coupons.verify(tx)
    assert (proven.coupons, proven.entries, proven.broken) == (2, 6, [])
    await tx.run(TAMPER, ten)
    await tx.run(MISLEAD, ann, coffee)
    found = (await coupons.verify(tx)).broken
    named = [(b.promise, b.coupon_id) for b in found]
    assert named == [("L1", ten), ("A9", coffee), ("L1", None)]
    assert found[-1].found.startswith("kept sums of ten ending ")
    assert found[-1].found.endswith(
        " 0 given, 0 open, 0 claimed, 0 used, 0 expired, 0 void, 0 passed on, 1 saved"
    )
