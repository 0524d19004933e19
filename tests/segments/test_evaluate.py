"""Who is in is kept; every change is told exactly once, whatever races it."""

from __future__ import annotations

import asyncio

import pytest

from liuke.domains import members, segments
from liuke.domains.members import MemberState, Merging, Tagging
from liuke.domains.segments import (
    Edit,
    SegmentAsked,
    SegmentEntered,
    SegmentEvaluated,
    SegmentLeft,
    SegmentStepped,
)
from liuke.domains.segments.errors import SegmentCycle, SegmentFrozen
from liuke.domains.segments.evaluate import touch
from liuke.domains.segments.values import Wish
from liuke.kernel.conditions import Asked, FactIs, Op
from liuke.kernel.db import Tx
from liuke.kernel.jobs.run import raced
from tests.conftest import Shop
from tests.segments.crowd import (
    NEITHER,
    NEW,
    VIP,
    AllOf,
    InSegment,
    Not,
    evaluate,
    inside,
    live,
    logged,
    people,
    stepping,
    told,
    touching,
    written,
)


async def test_members_enter_and_leave_and_each_is_told_once(tx: Tx) -> None:
    one, two, _ = await people(tx, "vip", "vip", "")
    await live(tx, "gold", VIP)
    await evaluate(tx, "gold")
    first = await written(tx, SegmentEntered)
    await evaluate(tx, "gold")
    again = await written(tx, SegmentEntered)
    await members.untag(tx, [Tagging(two, "vip")])
    await evaluate(tx, "gold")
    shown = await segments.get_segment(tx, "gold")
    (taken,) = await members.export_members(tx, [one], reason="asked for a copy")
    assert [row["segment"] for row in taken.sections["segments"]] == ["gold"]
    assert first == again == sorted([("gold", one), ("gold", two)])
    assert await written(tx, SegmentLeft) == [("gold", two)]
    assert await inside(tx, "gold") == {one}
    assert (shown.fresh.members, shown.fresh.version, shown.fresh.as_of) == (1, 1, tx.now)
    assert (shown.fresh.stale, shown.fresh.running) == (False, False)


@pytest.mark.parametrize("members_max", [1, 2, 3, 7])
async def test_stretches_of_any_length_find_the_same_members(tx: Tx, members_max: int) -> None:
    everyone = await people(tx, *["vip", "", "new"] * 3)
    await live(tx, "gold", VIP)
    await live(tx, "rest", NEITHER)
    await evaluate(tx, "gold", "rest", members_max=members_max)
    assert await inside(tx, "gold") == set(everyone[0::3])
    assert await inside(tx, "rest") == set(everyone[1::3])
    ended = [one for one in tx.events if isinstance(one, SegmentEvaluated)]
    assert {(one.segment, one.members) for one in ended} == {("gold", 3), ("rest", 3)}


async def test_who_is_no_member_any_more_leaves_at_the_end_too(tx: Tx) -> None:
    one, two = await people(tx, "vip", "vip")
    await live(tx, "gold", VIP)
    await evaluate(tx, "gold")
    await members.erase(tx, [two], reason="asked")
    await tx.settle()
    assert await inside(tx, "gold") == {one}


async def test_a_segment_asks_others_live_not_by_their_last_evaluation(tx: Tx) -> None:
    one, two = await people(tx, "vip new", "vip")
    await live(tx, "gold", VIP)
    await live(tx, "fresh", AllOf((InSegment("gold"), NEW)))
    await evaluate(tx, "fresh")
    assert await inside(tx, "fresh") == {one}
    assert await inside(tx, "gold") == set()
    await live(tx, "old", AllOf((InSegment("gold"), Not(InSegment("fresh")))))
    await evaluate(tx, "old")
    assert await inside(tx, "old") == {two}


@pytest.mark.parametrize(
    ("op", "value", "fits"),
    [(Op.EQ, True, "in"), (Op.NE, True, "out"), (Op.IN, (True, False), "all"), (Op.IN, (), "none")],
)
async def test_the_fact_is_asked_live_too_however_it_is_compared(
    tx: Tx, op: Op, value: Asked, fits: str
) -> None:
    one, two = await people(tx, "vip", "")
    await live(tx, "gold", VIP)
    await live(tx, "asking", FactIs("segment", op, value, ("gold",)))
    await evaluate(tx, "asking")
    wanted = {"in": {one}, "out": {two}, "all": {one, two}, "none": set()}
    assert await inside(tx, "asking") == wanted[fits]
    assert {m for m in (one, two) if (await segments.check_member(tx, "asking", m)).inside} == (
        wanted[fits]
    )


async def test_a_segment_cannot_ask_itself_by_the_fact(tx: Tx) -> None:
    with pytest.raises(SegmentCycle):
        await live(tx, "gold", FactIs("segment", value=True, args=("gold",)))


async def test_a_list_is_not_evaluated(tx: Tx) -> None:
    await segments.make(tx, Wish("list", "List", "名单"))
    with pytest.raises(SegmentFrozen):
        await segments.ask(tx, "list")


async def test_a_definition_edited_while_it_is_evaluated_begins_anew(tx: Tx) -> None:
    first, second = sorted(await people(tx, "vip", "vip"))
    await live(tx, "gold", VIP)
    await segments.begin(tx, ["gold"])
    (begun,) = [e for e in tx.events if isinstance(e, SegmentStepped)]
    await segments.step(tx, begun, members_max=1)
    await members.untag(tx, [Tagging(second, "vip")])
    await segments.edit(tx, "gold", Edit("Gold", "金", Not(VIP)))
    asked = len([e for e in tx.events if isinstance(e, SegmentAsked)])
    (_, going) = [e for e in tx.events if isinstance(e, SegmentStepped)]
    await segments.step(tx, going, members_max=1)
    assert len([e for e in tx.events if isinstance(e, SegmentAsked)]) == asked + 1
    await evaluate(tx, "gold", members_max=1)
    assert await inside(tx, "gold") == {second}
    assert await written(tx, SegmentEntered) == [("gold", first), ("gold", second)]
    assert await written(tx, SegmentLeft) == [("gold", first)]


async def test_asked_for_while_it_runs_it_runs_once_more_afterwards(tx: Tx) -> None:
    await people(tx, "vip", "vip")
    await live(tx, "gold", VIP)
    await segments.begin(tx, ["gold"])
    await segments.begin(tx, ["gold"])
    begun = [e for e in tx.events if isinstance(e, SegmentStepped)]
    asked = len([e for e in tx.events if isinstance(e, SegmentAsked)])
    await segments.step(tx, begun[0])
    assert len(begun) == 1
    assert len([e for e in tx.events if isinstance(e, SegmentAsked)]) == asked + 1


async def test_a_member_something_happened_to_is_decided_at_once(tx: Tx) -> None:
    one, two = await people(tx, "", "vip")
    await live(tx, "gold", VIP)
    await live(tx, "rest", Not(InSegment("gold")))
    await touch(tx, [one, two])
    await members.tag(tx, [Tagging(one, "vip")], source="manual", cause="x")
    await touch(tx, [one])
    await touch(tx, [one])
    assert told(tx.events, SegmentEntered) == sorted([("gold", one), ("gold", two), ("rest", one)])
    assert told(tx.events, SegmentLeft) == [("rest", one)]


@pytest.mark.inv("C9")
async def test_two_evaluations_at_once_and_deaths_tell_each_change_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        crowd = await people(tx, *["vip", ""] * 10)
        await live(tx, "gold", VIP)
    await asyncio.gather(
        stepping(shop, "gold", members_max=3, crash=True),
        stepping(shop, "gold", members_max=5),
        touching(shop, crowd),
    )
    await stepping(shop, "gold", members_max=4)
    async with shop.begin() as tx:
        assert await inside(tx, "gold") == set(crowd[0::2])
        changes = await logged(tx)
        assert len(changes) == len(set(changes)) == 10


@pytest.mark.inv("C9")
async def test_members_erased_and_merged_while_evaluated_end_up_where_they_belong(
    shop: Shop,
) -> None:
    async with shop.begin() as tx:
        crowd = await people(tx, *["vip"] * 12)
        await live(tx, "gold", VIP)

    async def erased() -> None:
        async with shop.begin() as tx:
            await members.erase(tx, crowd[:3], reason="asked")

    async def merged() -> None:
        async with shop.begin() as tx:
            await members.merge(tx, [Merging(crowd[4], crowd[3], "doubled")])

    async def blocked() -> None:
        async with shop.begin() as tx:
            await members.set_states(tx, [crowd[5]], MemberState.BLOCKED, reason="fraud")

    async def ending() -> None:
        await raced(erased)
        await raced(merged)
        await raced(blocked)

    await asyncio.gather(
        stepping(shop, "gold", members_max=2), ending(), stepping(shop, "gold", members_max=3)
    )
    async with shop.begin() as tx:
        assert await inside(tx, "gold") == set(crowd[4:])
        entered = [line for line in await logged(tx) if line.startswith("segment.entered")]
        left = [line for line in await logged(tx) if line.startswith("segment.left")]
    assert len(entered) == len(set(entered))
    assert len(entered) - len(left) == 8
