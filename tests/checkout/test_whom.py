from __future__ import annotations

import pytest

from liuke.domains import checkout, coupons, members
from liuke.domains.checkout import Comeback, Item, ReceiptClaim, Sale, Units
from liuke.domains.members import MemberNotActive, MemberState, Merging
from liuke.domains.promotions import IssueCoupon, Limits, Rule
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import open_shop, sell, spendable


async def merged(tx: Tx, loser: MemberId) -> MemberId:
    (winner,) = await make.members(tx)
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    return winner


async def test_a_sale_of_a_merged_member_is_the_winners_and_replays(tx: Tx) -> None:
    loser = await open_shop(tx)
    winner = await merged(tx, loser)
    receipt = await sell(tx, loser, 9900, units={"tee": 1})
    assert receipt.member_id == winner
    assert await spendable(tx, winner) == 99
    again = await sell(tx, loser, 9900, units={"tee": 1})
    assert (again.id, again.replayed) == (receipt.id, True)
    assert (await members.heir_rows(tx, [loser]))[loser].id == winner


@pytest.mark.inv("L5")
async def test_a_return_of_a_merged_members_order_goes_to_the_winner(tx: Tx) -> None:
    loser = await open_shop(tx)
    await sell(tx, loser, 19800, units={"tee": 2})
    await coupons.issue(tx, [coupons.Grant(loser, "ten-off", "gift")])
    book = await coupons.open_coupons(tx, [loser], (), await make.live(tx))
    (held,) = book.usable(loser, tx.now)
    receipt = await sell(
        tx, loser, 7900, units={"tee": 1}, key="2", spend={"stars": 100}, coupons=(str(held.id),)
    )
    winner = await merged(tx, loser)
    assert await spendable(tx, winner) == 98 + 79
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    await tx.settle()
    assert await spendable(tx, winner) == 198
    book = await coupons.open_coupons(tx, [winner, loser], (), await make.live(tx))
    assert [c.member_id for c in book.usable(winner, tx.now)] == [winner]
    assert book.usable(loser, tx.now) == []


async def test_a_coupon_that_went_with_a_merge_leaves_with_what_brought_it(tx: Tx) -> None:
    loser = await open_shop(tx)
    await make.programme(tx, Rule("next", (IssueCoupon("ten-off"),)), code="visits")
    (winner,) = await make.members(tx)
    receipt = await sell(tx, loser, 9900, units={"tee": 1})
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    assert len(await coupons.holdings(tx, winner, state=coupons.State.OPEN)) == 1
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    assert await coupons.holdings(tx, winner, state=coupons.State.OPEN) == []


async def test_a_coupon_that_came_back_from_a_merge_leaves_with_what_brought_it(tx: Tx) -> None:
    loser = await open_shop(tx)
    await make.programme(tx, Rule("next", (IssueCoupon("ten-off"),)), code="visits")
    (winner,) = await make.members(tx)
    receipt = await sell(tx, loser, 9900, units={"tee": 1})
    (merge_id,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    assert len(await coupons.holdings(tx, loser, state=coupons.State.OPEN)) == 1
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    assert await coupons.holdings(tx, loser, state=coupons.State.OPEN) == []


async def test_a_coupon_used_by_whom_a_merge_gave_it_is_void_once_its_use_comes_back(
    tx: Tx,
) -> None:
    loser = await open_shop(tx)
    once = Rule("next", (IssueCoupon("ten-off"),), limits=Limits(total=1))
    await make.programme(tx, once, code="visits")
    (winner,) = await make.members(tx)
    first = await sell(tx, loser, 9900, units={"tee": 1})
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    (held,) = await coupons.holdings(tx, winner, state=coupons.State.OPEN)
    second = await sell(tx, winner, 8900, units={"tee": 1}, key="2", coupons=(str(held.id),))
    for one in (first, second):
        await checkout.take_back(tx, [Comeback(one.id, "r1", (Units(0, 0),))])
    assert await coupons.holdings(tx, winner, state=coupons.State.OPEN) == []


async def test_a_merged_members_claim_is_the_winners(tx: Tx) -> None:
    loser = await open_shop(tx)
    winner = await merged(tx, loser)
    receipt = await sell(tx, None, 9900, units={"tee": 1})
    await checkout.claim(tx, [ReceiptClaim(loser, receipt.claim_code or "")])
    assert await spendable(tx, winner) == 99


async def test_a_blocked_member_does_not_buy_as_one(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 9900, units={"tee": 1})
    await members.set_states(tx, [member], MemberState.BLOCKED, reason="fraud")
    assert (await sell(tx, member, 9900, units={"tee": 1})).replayed
    with pytest.raises(checkout.SalesRefused) as refusal:
        await sell(tx, member, 9900, units={"tee": 1}, key="2")
    assert isinstance(refusal.value.problems[0], MemberNotActive)
    with pytest.raises(MemberNotActive):
        await checkout.quote(tx, [Sale((Item("tee"),), member)])
    receipt = await sell(tx, None, 9900, units={"tee": 1}, key="3")
    with pytest.raises(MemberNotActive):
        await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])


async def test_a_new_member_earns_and_pays_with_points_once_confirmed(tx: Tx) -> None:
    await open_shop(tx)
    (joined,) = await members.enrol(tx, [members.Enrolment(new=True)])
    member = joined.member_id
    await sell(tx, member, 19800, units={"tee": 2})
    assert await spendable(tx, member) == 198
    basket = Sale((Item("tee"),), member, external_id="2", spend={"stars": 100})
    (quoted,) = await checkout.quote(tx, [basket])
    (missed,) = quoted.decision.missed
    assert (missed.rule, missed.why.value, quoted.decision.payable_minor) == (
        "pay",
        "too_new",
        9900,
    )
    receipt = await sell(tx, member, 9900, units={"tee": 1}, key="2", spend={"stars": 100})
    assert receipt.decision.spends == ()
    await members.set_states(tx, [member], MemberState.ACTIVE, reason="came in with the card")
    later = await sell(tx, member, 8900, units={"tee": 1}, key="3", spend={"stars": 100})
    assert [spend.points for spend in later.decision.spends] == [100]


async def test_a_copy_of_their_data_holds_what_merged_members_brought_along(tx: Tx) -> None:
    loser = await open_shop(tx)
    receipt = await sell(tx, loser, 9900, units={"tee": 1})
    winner = await merged(tx, loser)
    await sell(tx, winner, 4500, units={"cap": 1}, key="2")
    (copy,) = await members.export_members(tx, [winner], reason="asked by the member")
    orders = {row["order_id"]: row["sku"] for row in copy.sections["orders"]}
    assert sorted(orders.values()) == ["cap", "tee"]
    assert orders[str(receipt.id)] == "tee"
    assert {row["member_id"] for row in copy.sections["points"]} == {str(winner), str(loser)}
