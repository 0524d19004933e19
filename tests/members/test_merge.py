from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from liuke.domains import members
from liuke.domains.members import (
    Decision,
    Enrolment,
    Handle,
    Household,
    HouseholdId,
    IdentityKind,
    Issue,
    Kin,
    MemberState,
    Merging,
    NewChild,
    Patch,
    Tagging,
)
from liuke.domains.members.child import open_children, remove_children
from liuke.domains.members.errors import BlockedLoser, CannotMerge, CannotUndoMerge
from liuke.domains.members.household import leave_households
from liuke.domains.members.merge import merges
from liuke.domains.members.values import ChildId, Member, MergeId
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop

ASKED = [
    "tag", "birthday", "gender", "children.count", "consent(marketing,sms)", "card.kind",
    "member.state",
]  # fmt: skip
OLD, NEW = Handle(IdentityKind.PHONE, "13800138000"), Handle(IdentityKind.PHONE, "13900139000")


async def twins(tx: Tx) -> tuple[MemberId, MemberId]:
    """One person enrolled twice, with something of everything on each side."""
    kept, lost = await members.enrol(
        tx,
        [
            Enrolment("13800138000", "王小明", "a", "1", profile={"gender": "male"}, tags=("tea",)),
            Enrolment(
                "13900139000", "王小", "b", "2", profile={"birthday": "1990-01-31"}, tags=("vip",)
            ),
        ],
    )
    winner, loser = kept.member_id, lost.member_id
    await members.issue(tx, [Issue(loser, "joining", number="L100")])
    await members.decide(tx, [Decision(loser, "marketing", given=True, channel="sms")])
    child = NewChild(loser, ChildId.new(), date(2025, 1, 1), guardian_consent=True)
    await members.add_children(tx, [child])
    return winner, loser


async def picture(tx: Tx, *member_ids: MemberId) -> tuple[list[Member], object]:
    """Everything staff and conditions can see of members."""
    return await members.get_members(tx, member_ids), await facts.read(tx, ASKED, member_ids)


async def test_the_winner_has_everything_and_the_loser_s_ids_forward(tx: Tx) -> None:
    winner, loser = await twins(tx)
    await members.merge(tx, [Merging(winner, loser, "same ID card")])
    handles = [OLD, NEW, Handle(IdentityKind.CARD, "L100")]
    found = await members.find_members(tx, handles)
    assert set(found.values()) == {winner}
    assert await members.resolve(tx, [winner, loser]) == {winner: winner, loser: winner}
    assert await members.heirs(tx, [winner, loser]) == {loser: winner}
    assert await members.find_external(tx, [("b", "2")]) == {("b", "2"): winner}
    answers = (await facts.read(tx, ASKED, [winner]))[winner]
    assert answers == {
        "tag": ["tea", "vip"], "birthday": date(1990, 1, 31), "gender": "male",
        "children.count": 1, "consent(marketing,sms)": True, "card.kind": "virtual",
        "member.state": "active",
    }  # fmt: skip
    [seen] = await members.get_members(tx, [winner])
    assert (seen.name, seen.tags, len(seen.identities)) == ("王**", ("tea", "vip"), 2)
    [person] = await members.open_members(tx, [winner], reason="call")
    assert person.profile["name"] == "王小明"
    assert (await members.enrol(tx, [Enrolment(source="b", external_id="2")]))[
        0
    ].member_id == winner
    assert await members.search_members(tx, "王小") == [winner]


async def test_undoing_a_merge_restores_both_exactly(tx: Tx) -> None:
    winner, loser = await twins(tx)
    before = await picture(tx, winner, loser)
    [merge_id] = await members.merge(tx, [Merging(winner, loser, "same ID card")])
    assert await picture(tx, winner, loser) != before
    await members.undo_merges(tx, [merge_id], reason="a mistake")
    assert await picture(tx, winner, loser) == before
    [record] = await merges(tx, winner)
    assert record.undone_at == tx.now
    with pytest.raises(CannotUndoMerge):
        await members.undo_merges(tx, [merge_id], reason="again")


async def test_a_chain_of_merges_comes_apart_link_by_link(tx: Tx) -> None:
    one, two, three = await make.members(tx, 3)
    before = await picture(tx, one, two, three)
    [first] = await members.merge(tx, [Merging(two, one, "phone")])
    between = await picture(tx, one, two, three)
    [second] = await members.merge(tx, [Merging(three, two, "phone")])
    assert set((await members.resolve(tx, [one, two, three])).values()) == {three}
    with pytest.raises(CannotUndoMerge):
        await members.undo_merges(tx, [first], reason="too early")
    await members.undo_merges(tx, [second], reason="x")
    assert await picture(tx, one, two, three) == between
    await members.undo_merges(tx, [first], reason="x")
    assert await picture(tx, one, two, three) == before


async def test_what_happened_since_stays_with_the_winner(tx: Tx) -> None:
    winner, loser = await twins(tx)
    [merge_id] = await members.merge(tx, [Merging(winner, loser, "phone")])
    await members.tag(tx, [Tagging(winner, "later")])
    await members.set_profiles(tx, [Patch(winner, {"birthday": "1991-02-03"})])
    await members.undo_merges(tx, [merge_id], reason="x")
    answers = await facts.read(tx, ["tag", "birthday"], [winner, loser])
    assert answers[winner] == {"tag": ["later", "tea"], "birthday": date(1991, 2, 3)}
    assert answers[loser] == {"tag": ["vip"], "birthday": date(1990, 1, 31)}


async def test_a_withdrawal_after_the_merge_covers_what_the_loser_gave(tx: Tx) -> None:
    winner, loser = await twins(tx)
    await members.merge(tx, [Merging(winner, loser, "phone")])
    await members.decide(tx, [Decision(winner, "marketing", given=False, channel="sms")])
    assert await members.allowed(tx, [winner], purpose="marketing", channel="sms") == set()


async def test_what_is_cleared_after_the_merge_is_gone_whoever_had_it(tx: Tx) -> None:
    winner, loser = await twins(tx)
    await members.set_profiles(tx, [Patch(winner, {"name": ""})])
    await members.merge(tx, [Merging(winner, loser, "phone")])
    await members.set_profiles(tx, [Patch(winner, {"birthday": "", "name": ""})])
    [person] = await members.open_members(tx, [winner], reason="call")
    assert person.profile == {"gender": "male"}
    assert (await facts.read(tx, ["birthday"], [winner]))[winner] == {"birthday": None}
    assert await members.search_members(tx, "王小") == []


async def test_a_child_of_the_loser_is_corrected_and_removed_by_the_winner(tx: Tx) -> None:
    winner, loser = await twins(tx)
    await members.merge(tx, [Merging(winner, loser, "phone")])
    [child] = await members.children(tx, [winner])
    right = NewChild(winner, child.id, date(2025, 2, 2), name="米娅", guardian_consent=True)
    await members.add_children(tx, [right])
    [now] = await members.children(tx, [winner])
    assert now.birth_on == date(2025, 2, 2)
    assert [c.name for c in await open_children(tx, [winner], reason="call")] == ["米娅"]
    await remove_children(tx, [(winner, child.id)])
    assert await members.children(tx, [winner, loser]) == []


async def test_the_household_of_the_loser_is_the_winners(tx: Tx) -> None:
    winner, loser = await twins(tx)
    [spouse] = await make.members(tx)
    home = HouseholdId.new()
    await members.keep_households(tx, [Household(home)], [Kin(loser, home), Kin(spouse, home)])
    [merge_id] = await members.merge(tx, [Merging(winner, loser, "phone")])
    for one in (winner, spouse):
        assert {kin.member_id for kin in await members.kin_of(tx, [one])} == {winner, spouse}
    size = await facts.read(tx, ["household.size"], [winner, spouse])
    assert [answer["household.size"] for answer in size.values()] == [2, 2]
    await members.undo_merges(tx, [merge_id], reason="two people")
    assert await members.kin_of(tx, [winner]) == []
    await members.merge(tx, [Merging(winner, loser, "phone")])
    await leave_households(tx, [winner])
    assert [kin.member_id for kin in await members.kin_of(tx, [spouse])] == [spouse]


async def test_where_both_live_somewhere_the_winners_home_counts(tx: Tx) -> None:
    winner, loser = await twins(tx)
    [spouse] = await make.members(tx)
    home, away = HouseholdId.new(), HouseholdId.new()
    kin = [Kin(winner, home), Kin(spouse, home), Kin(loser, away)]
    await members.keep_households(tx, [Household(home), Household(away)], kin)
    await members.merge(tx, [Merging(winner, loser, "phone")])
    assert {kin.member_id for kin in await members.kin_of(tx, [winner])} == {winner, spouse}


async def test_a_blocked_twin_is_blocked_again_when_parted(tx: Tx) -> None:
    winner, loser = await make.members(tx, 2)
    await members.set_states(tx, [winner, loser], MemberState.BLOCKED, reason="fraud")
    [merge_id] = await members.merge(tx, [Merging(winner, loser, "phone")])
    await members.set_states(tx, [winner], MemberState.ACTIVE, reason="it was the other one")
    await members.undo_merges(tx, [merge_id], reason="x")
    assert await states(tx, winner, loser) == [MemberState.ACTIVE, MemberState.BLOCKED]


async def test_nobody_is_let_in_again_by_becoming_part_of_somebody(tx: Tx) -> None:
    winner, loser, other, third = await make.members(tx, 4)
    await members.set_states(tx, [loser, other], MemberState.BLOCKED, reason="fraud")
    wishes = [Merging(winner, loser, "phone"), Merging(third, other, "phone")]
    with pytest.raises(BlockedLoser) as refusal:
        await members.merge(tx, wishes)
    assert refusal.value.member_ids == (loser, other)
    blocked, merged = MemberState.BLOCKED, MemberState.MERGED
    assert await states(tx, winner, loser) == [MemberState.ACTIVE, blocked]
    await members.merge(tx, [Merging(other, third, "phone")])
    assert await states(tx, other, third) == [blocked, merged]
    await members.set_states(tx, [winner], blocked, reason="the same person")
    await members.merge(tx, [Merging(winner, loser, "phone")])
    assert await states(tx, winner, loser) == [blocked, merged]


async def test_nobody_is_merged_with_themselves_twice_or_after_erasure(tx: Tx) -> None:
    one, two, three, gone = await make.members(tx, 4)
    await members.erase(tx, [gone], reason="asked")
    for wrong in (
        [Merging(one, one, "same")],
        [Merging(one, two, "x-1"), Merging(three, two, "x-2")],
        [Merging(one, two, "x-1"), Merging(two, three, "x-2")],
        [Merging(one, gone, "x-1")],
    ):
        with pytest.raises(CannotMerge):
            await members.merge(tx, wrong)
    with pytest.raises(CannotUndoMerge):
        await members.undo_merges(tx, [MergeId.new()], reason="x")


async def test_after_thirty_days_a_merge_is_for_good(shop: Shop) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    async with shop.begin(start) as tx:
        one, two, three = await make.members(tx, 3)
        wishes = [Merging(one, two, "phone"), Merging(one, three, "phone")]
        first, second = await members.merge(tx, wishes)
    async with shop.begin(start + timedelta(days=30)) as tx:
        await members.undo_merges(tx, [first], reason="just in time")
    async with shop.begin(start + timedelta(days=30, seconds=1)) as tx:
        with pytest.raises(CannotUndoMerge):
            await members.undo_merges(tx, [second], reason="too late")


async def test_two_who_merge_the_same_twins_at_once_merge_them_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        one, two = await make.members(tx, 2)

    ready = asyncio.Barrier(8)

    async def merge(winner: MemberId, loser: MemberId) -> bool:
        try:
            async with shop.begin() as tx:
                await ready.wait()
                await members.merge(tx, [Merging(winner, loser, "phone")])
        except CannotMerge:
            return False
        return True

    done = await asyncio.gather(*(merge(*pair) for pair in [(one, two), (two, one)] * 4))
    assert sum(done) == 1


async def test_two_who_part_the_same_twins_at_once_part_them_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        one, two = await make.members(tx, 2)
        [merge_id] = await members.merge(tx, [Merging(one, two, "phone")])
    ready = asyncio.Barrier(6)

    async def part() -> bool:
        try:
            async with shop.begin() as tx:
                await ready.wait()
                await members.undo_merges(tx, [merge_id], reason="mistake")
        except CannotUndoMerge:
            return False
        return True

    assert sum(await asyncio.gather(*(part() for _ in range(6)))) == 1


async def test_who_is_erased_while_a_till_enrols_them_is_not_filled_again(shop: Shop) -> None:
    async with shop.begin() as tx:
        [anna] = await members.enrol(tx, [Enrolment("13800138000")])
    ready = asyncio.Barrier(2)

    async def erase() -> None:
        async with shop.begin() as tx:
            await tx.lock([anna.member_id])
            await ready.wait()
            await members.erase(tx, [anna.member_id], reason="asked")

    async def enrol() -> members.Enrolled:
        async with shop.begin() as tx:
            await ready.wait()
            return (await members.enrol(tx, [Enrolment("13800138000", "安娜")]))[0]

    _, row = await asyncio.gather(erase(), enrol())
    async with shop.begin() as tx:
        assert (row.created, row.member_id != anna.member_id) == (True, True)
        [gone] = await members.get_members(tx, [anna.member_id])
        assert (gone.name, gone.identities) == ("", ())


async def states(tx: Tx, *who: MemberId) -> list[MemberState]:
    found = await members.standings(tx, who)
    return [found[one].state for one in who]


async def test_a_new_member_is_active_while_they_are_one_with_somebody_who_was(tx: Tx) -> None:
    one, two, three = await make.members(tx, 3)
    await members.set_states(tx, [one], MemberState.NEW, reason="on trial")
    first, second = await members.merge(tx, [Merging(one, lost, "phone") for lost in (two, three)])
    assert await states(tx, one) == [MemberState.ACTIVE]
    await members.undo_merges(tx, [first], reason="two people")
    assert await states(tx, one, two) == [MemberState.ACTIVE] * 2
    await members.undo_merges(tx, [second], reason="two people")
    assert await states(tx, one, two, three) == [MemberState.NEW, *[MemberState.ACTIVE] * 2]
    await tx.settle()
    told = [m.body for m in await members.timeline(tx, one, kinds=["member.state_changed"])]
    assert [(body["before"], body["after"]) for body in told] == [
        ("active", "new"), ("new", "active"), ("active", "new"),
    ]  # fmt: skip


async def test_whoever_is_made_active_by_hand_meanwhile_stays_so(tx: Tx) -> None:
    one, two = await make.members(tx, 2)
    await members.set_states(tx, [one], MemberState.NEW, reason="on trial")
    (merge_id,) = await members.merge(tx, [Merging(one, two, "phone")])
    await members.set_states(tx, [one], MemberState.ACTIVE, reason="seen their passport")
    await members.undo_merges(tx, [merge_id], reason="two people")
    assert await states(tx, one) == [MemberState.ACTIVE]


async def test_nobody_is_made_active_by_who_was_not(tx: Tx) -> None:
    one, two = await make.members(tx, 2)
    await members.set_states(tx, [one, two], MemberState.NEW, reason="on trial")
    await members.merge(tx, [Merging(one, two, "phone")])
    assert await states(tx, one) == [MemberState.NEW]
