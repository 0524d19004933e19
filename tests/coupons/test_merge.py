from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import coupons, members
from liuke.domains.coupons import CouponUnusable, Gift, Grant, Hold, Reason, State, Use
from liuke.domains.coupons.errors import UnknownCoupon
from liuke.domains.coupons.merge import Union, part, unite
from liuke.domains.members import Enrolment, Merging
from liuke.kernel.actions import Deed, Work, perform_all, undo_all
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.coupons.templates import card, cash, given, publish

CAMPAIGN = "campaign:spring:1"


async def test_the_winner_gets_what_the_loser_holds_and_a_parting_gives_it_back(tx: Tx) -> None:
    await publish(tx, cash(), card(3))
    ann, bob = await make.members(tx, 2)
    own, ten, coffee = (
        await given(tx, ann, "ten"),
        await given(tx, bob, "ten"),
        await given(tx, bob, "card"),
    )
    await coupons.redeem(tx, [Use(bob, coffee, "visit:1")])
    await coupons.reserve(tx, [Hold(bob, ten, "order:1")])
    merged = Union(ann, bob, "merge:1")
    await unite(tx, [merged])
    held = {c.template: c for c in await coupons.holdings(tx, ann) if c.id != own}
    assert held["card"].uses_left == 2
    assert (held["ten"].state, held["ten"].reserved_for) == (State.OPEN, None)
    assert {c.state for c in await coupons.holdings(tx, bob)} == {State.TRANSFERRED}
    await coupons.redeem(tx, [Use(ann, held["card"].id, "visit:2")])
    await part(tx, [merged])
    back = {c.template: c for c in await coupons.holdings(tx, bob, state=State.OPEN)}
    assert (back["card"].uses_left, set(back)) == (1, {"card", "ten"})
    assert [c.id for c in await coupons.holdings(tx, ann, state=State.OPEN)] == [own]


async def two_of_one(tx: Tx) -> tuple[MemberId, MemberId, Merging]:
    kept, lost = await members.enrol(
        tx, [Enrolment("13800138000", "王小明"), Enrolment("13900139000", "王小明")]
    )
    merging = Merging(kept.member_id, lost.member_id, "same ID card")
    return kept.member_id, lost.member_id, merging


async def open_of(tx: Tx, member_id: MemberId) -> list[str]:
    return [c.template for c in await coupons.holdings(tx, member_id, state=State.OPEN)]


async def test_merging_members_brings_their_coupons_together(tx: Tx) -> None:
    await publish(tx, cash())
    kept, lost, merging = await two_of_one(tx)
    await given(tx, lost, "ten")
    await members.merge(tx, [merging])
    await tx.settle()
    assert len(await coupons.holdings(tx, kept, state=State.OPEN)) == 1


async def test_what_a_merged_member_is_given_is_passed_on_once_and_parted_again(tx: Tx) -> None:
    await publish(tx, cash(), card(3), cash("one", per_member=1))
    kept, lost, merging = await two_of_one(tx)
    (merge_id,) = await members.merge(tx, [merging])
    await tx.settle()
    first = await given(tx, lost, "ten", "welcome")
    assert await open_of(tx, lost) == []
    assert await open_of(tx, kept) == ["ten"]
    assert await given(tx, lost, "ten", "welcome") == first
    assert await coupons.issue_to_segment(tx, [kept, lost], "card", cause="drop") == 2
    assert await coupons.issue_to_segment(tx, [kept, lost], "card", cause="drop") == 0
    assert await coupons.issue_to_segment(tx, [lost], "one", cause="drop") == 1
    assert sorted(await open_of(tx, kept)) == ["card", "card", "one", "ten"]
    (held,) = [c for c in await coupons.holdings(tx, kept, state=State.OPEN) if c.template == "ten"]
    await coupons.redeem(tx, [Use(kept, held.id, "order:1")])
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    assert sorted(await open_of(tx, lost)) == ["card", "one"]
    assert await open_of(tx, kept) == ["card"]


async def test_a_code_on_paper_goes_on_working_through_a_merge_and_a_parting(tx: Tx) -> None:
    await publish(tx, cash())
    kept, lost, merging = await two_of_one(tx)
    first = await given(tx, lost, "ten")
    paper = str((await coupons.get_coupon(tx, lost, first)).code)
    (merge_id,) = await members.merge(tx, [merging])
    await tx.settle()
    for shown in (paper, str(first)):
        found = await coupons.look_up(tx, shown, member_id=kept)
        assert (found.first_id, found.member_id) == (first, kept)
    with pytest.raises(CouponUnusable) as gone:
        await coupons.look_up(tx, paper, member_id=lost)
    assert gone.value.reason is Reason.TRANSFERRED
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    back = await coupons.look_up(tx, paper, member_id=lost)
    assert (back.first_id, back.old_code) == (first, paper)
    await coupons.redeem(tx, [Use(lost, back.id, "order:1")])
    with pytest.raises(CouponUnusable) as used:
        await coupons.look_up(tx, paper, member_id=lost)
    assert used.value.reason is Reason.USED


async def test_a_code_on_paper_is_no_key_to_what_was_passed_on(tx: Tx) -> None:
    await publish(tx, cash(transferable=True))
    kept, lost, merging = await two_of_one(tx)
    (friend,) = await make.members(tx)
    first = await given(tx, lost, "ten")
    paper = str((await coupons.get_coupon(tx, lost, first)).code)
    await members.merge(tx, [merging])
    await tx.settle()
    moved = await coupons.look_up(tx, paper, member_id=kept)
    await coupons.transfer(tx, [Gift(kept, moved.id, friend)])
    with pytest.raises(UnknownCoupon):
        await coupons.look_up(tx, paper, member_id=friend)
    with pytest.raises(CouponUnusable):
        await coupons.look_up(tx, paper, member_id=kept)


async def merged_and_parted(tx: Tx, merging: Merging) -> None:
    (merge_id,) = await members.merge(tx, [merging])
    await tx.settle()
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()


async def test_what_a_merge_moves_is_still_of_its_campaign_and_as_old_as_it_was(tx: Tx) -> None:
    await publish(tx, cash(transferable=True))
    kept, lost, merging = await two_of_one(tx)
    (friend,) = await make.members(tx)
    first, given_at = await given(tx, lost, "ten", CAMPAIGN), tx.now
    tx.now += timedelta(hours=1)
    (merge_id,) = await members.merge(tx, [merging])
    await tx.settle()
    (moved,) = await coupons.holdings(tx, kept, state=State.OPEN)
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    (back,) = await coupons.holdings(tx, lost, state=State.OPEN)
    for one in (moved, back):
        assert (one.given_for, one.first_id, one.issued_at) == (CAMPAIGN, first, given_at)
    (gift,) = await coupons.transfer(tx, [Gift(lost, back.id, friend)])
    assert (gift.given_for, gift.first_id, gift.issued_at) == (CAMPAIGN, None, tx.now)


async def test_a_merge_and_its_undoing_use_up_no_limit_of_either(tx: Tx) -> None:
    await publish(tx, cash(per_member=2))
    kept, lost, merging = await two_of_one(tx)
    await given(tx, lost, "ten")
    await merged_and_parted(tx, merging)
    for member, free in ((lost, 1), (kept, 2)):
        verdicts = await coupons.issue(tx, [Grant(member, "ten", f"n:{n}") for n in range(3)])
        assert sum(one.refused is None for one in verdicts) == free


async def test_what_a_cause_gave_is_taken_back_from_whom_a_merge_gave_it(tx: Tx) -> None:
    await publish(tx, card(3))
    kept, lost, merging = await two_of_one(tx)
    work = [Work(Deed("coupons.issue", {"template": "card"}), [lost], "tier:gold")]
    await perform_all(tx, work)
    (merge_id,) = await members.merge(tx, [merging])
    await tx.settle()
    await undo_all(tx, work)
    assert await open_of(tx, kept) == []
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    assert await open_of(tx, lost) == []


async def test_a_part_used_card_that_a_merge_moved_is_not_taken_back(tx: Tx) -> None:
    await publish(tx, card(3))
    _, lost, merging = await two_of_one(tx)
    work = [Work(Deed("coupons.issue", {"template": "card"}), [lost], "tier:gold")]
    await perform_all(tx, work)
    (held,) = await coupons.holdings(tx, lost)
    await coupons.redeem(tx, [Use(lost, held.id, "visit:1")])
    await merged_and_parted(tx, merging)
    await undo_all(tx, work)
    assert await open_of(tx, lost) == ["card"]


async def test_a_chain_of_merges_gives_each_their_own_coupons_back(tx: Tx) -> None:
    await publish(tx, cash(), card(3), cash("one"))
    trio = await make.members(tx, 3)
    for member, template in zip(trio, ("ten", "card", "one"), strict=True):
        await given(tx, member, template)
    first, second, third = trio
    made = []
    for winner, loser in ((second, third), (first, second)):
        made += await members.merge(tx, [Merging(winner, loser, "same phone")])
        await tx.settle()
    assert sorted(await open_of(tx, first)) == ["card", "one", "ten"]
    for merge_id in reversed(made):
        await members.undo_merges(tx, [merge_id], reason="three people")
        await tx.settle()
    assert [await open_of(tx, member) for member in trio] == [["ten"], ["card"], ["one"]]
