from __future__ import annotations

from liuke.domains import coupons
from liuke.domains.coupons import Return, State, Use
from liuke.kernel.actions import Deed, Work, perform_all, undo_all
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import card, publish

TWO_EACH = Deed("coupons.issue", {"template": "card", "count": 2})


async def test_what_a_cause_gave_is_taken_back_unless_it_was_touched(tx: Tx) -> None:
    await publish(tx, card(3))
    ann, bob = await make.members(tx, 2)
    work = Work(TWO_EACH, [ann, bob], "tier:gold")
    await perform_all(tx, [work])
    touched = (await coupons.holdings(tx, ann))[0].id
    await coupons.redeem(tx, [Use(ann, touched, "visit:1")])
    for _ in range(2):
        await undo_all(tx, [work])
        (left,) = await coupons.holdings(tx, ann, state=State.OPEN)
        assert left.id == touched
        assert await coupons.holdings(tx, bob, state=State.OPEN) == []


async def test_a_use_that_comes_back_after_its_reason_has_gone_is_void(tx: Tx) -> None:
    await publish(tx, card(1))
    (ann,) = await make.members(tx)
    work = Work(Deed("coupons.issue", {"template": "card"}), [ann], "tier:gold")
    await perform_all(tx, [work])
    (gift,) = await coupons.holdings(tx, ann)
    await coupons.redeem(tx, [Use(ann, gift.id, "visit:1")])
    for _ in range(2):
        await undo_all(tx, [work])
        assert (await coupons.get_coupon(tx, ann, gift.id)).state is State.USED
    (back,) = await coupons.restore(tx, [Return(ann, gift.id, "visit:1")])
    assert back.state is State.VOID
