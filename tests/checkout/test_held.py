from __future__ import annotations

from datetime import timedelta

from liuke.domains import checkout, coupons, members, points
from liuke.domains.checkout import Comeback, Units
from liuke.domains.members import Merging
from liuke.domains.points import Movement
from liuke.domains.points.reserve import Reservation
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


async def test_a_members_export_tells_how_they_paid_what_came_back_and_of_whom_they_are_made(
    tx: Tx,
) -> None:
    member = await open_shop(tx)
    (other,) = await make.members(tx)
    sold = await sell(tx, member, 9900, units={"tee": 1})
    await checkout.take_back(tx, [Comeback(sold.id, "r1", (Units(0, 0),))])
    await points.post(tx, [Movement(member, "stars", "gift", 50)])
    until = tx.now + timedelta(minutes=5)
    await points.reserve(tx, [Reservation(member, "stars", "basket:1", 10, until)])
    await members.merge(tx, [Merging(member, other, "one person")])
    await tx.settle()
    (export,) = await members.export_members(tx, [member], reason="asked by the member")
    found = export.sections
    paid = [(row["kind"], row["amount_minor"], row["refunded_minor"]) for row in found["payments"]]
    assert paid == [("cash", 9900, 9900)]
    (returned,) = found["returns"]
    assert (returned["units"][0]["count"], returned["refund_minor"]) == (1, 9900)
    assert [row["held"] for row in found["points_lots"] if row["remaining"]] == [10]
    assert [row["points"] for row in found["points_draws"]] == [99]
    assert [(row["cause"], row["state"]) for row in found["points_set_aside"]] == [
        ("basket:1", "open")
    ]
    assert [(row["loser_id"], row["reason"]) for row in found["merges"]] == [
        (str(other), "one person")
    ]
