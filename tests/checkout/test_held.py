from __future__ import annotations

from liuke.domains import coupons, members
from liuke.domains.members import Merging
from liuke.domains.promotions import IssueCoupon, Limits, Rule
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_commit import CARD
from tests.checkout.test_take_back import open_shop, sell


async def test_a_members_export_holds_what_they_bought(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 14400, units={"tee": 1, "cap": 1})
    (export,) = await members.export_members(tx, [member], reason="asked by the member")
    assert [row["sku"] for row in export.sections["orders"]] == ["tee", "cap"]


async def test_a_members_export_tells_what_is_counted_and_said_of_them(tx: Tx) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    once = Rule("next", (IssueCoupon("ten-off"),), limits=Limits(per_member=1))
    await make.programme(tx, once, CARD, code="visits")
    await sell(tx, loser, 9900, units={"tee": 1})
    (held,) = await coupons.holdings(tx, loser)
    await sell(tx, loser, 8900, units={"tee": 1}, key="2", coupons=(str(held.id),))
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    (export,) = await members.export_members(tx, [winner], reason="asked by the member")
    found = export.sections
    assert {row["orders"] for row in found["totals"]} == {2}
    assert {(row["rule"], row["uses"]) for row in found["limits"]} == {("next", 1)}
    assert {row["member_id"] for row in found["standings"]} == {str(winner), str(loser)}
    assert [row["kind"] for row in found["coupon_steps"]] == ["redeemed"]
    told = [row["text"] for row in found["timeline"]]
    assert sum("Bought" in text for text in told) == 2
