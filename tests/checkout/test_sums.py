"""A member's sums are those of what is left, whatever came back."""

from __future__ import annotations

import pytest

from liuke.domains import checkout, coupons
from liuke.domains.checkout.sums import open_sums
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import CARD, open_shop, sell
from tests.checkout.test_undo import back, told


async def sums(tx: Tx, member: MemberId) -> tuple[int, int, int, int, int]:
    """Return a member's orders, units, and what they bought, saved and brought back."""
    (one,) = (await open_sums(tx, [member])).by_member.values()
    return one.orders, one.units, one.net_minor, one.saved_minor, one.returned_minor


@pytest.mark.inv("L5")
async def test_a_return_tells_all_that_it_undid_and_counts_it_back(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, CARD, code="tiers")
    await coupons.issue(tx, [coupons.Grant(member, "ten-off", "gift")])
    (off,) = (await coupons.open_coupons(tx, [member], (), await make.live(tx))).usable(
        member, tx.now
    )
    await sell(tx, member, 19800, units={"tee": 2})
    receipt = await sell(
        tx, member, 6920, units={"tee": 1}, key="2", spend={"stars": 198}, coupons=(str(off.id),)
    )
    assert await sums(tx, member) == (2, 3, 26720, 1000, 0)
    returned = await back(tx, receipt)
    assert returned.refund_minor == 6920
    assert told(returned) == [
        ("points.clawed_back", "stars", -69),
        ("points.restored", "stars", 198),
        ("coupon.restored", str(off.id), 1),
        ("discount", str(receipt.id), 1000),
        ("tier.level", "card", -1),
        ("tier.progress", "card", -6920),
    ]
    assert await sums(tx, member) == (1, 2, 19800, 0, 6920)


async def test_of_an_order_called_off_nothing_came_back_nor_had_before(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 9900, units={"tee": 1})
    receipt = await sell(tx, member, 20800, units={"tee": 2}, key="2", shipping_minor=1000)
    await back(tx, receipt)
    assert await sums(tx, member) == (2, 2, 19800, 0, 9900)
    await checkout.cancel(tx, [receipt.id])
    assert await sums(tx, member) == (1, 1, 9900, 0, 0)
