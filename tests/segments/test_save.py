"""Segments are kept with every version, refuse circles, and are not put away while in use."""

from __future__ import annotations

import asyncio

import pytest

from liuke.domains import segments
from liuke.domains.segments import Edit, FaultySegment, SegmentCycle, SegmentKind, UnknownSegment
from liuke.domains.segments.errors import (
    SegmentEditedMeanwhile,
    SegmentFrozen,
    SegmentInUse,
    SegmentTaken,
)
from liuke.domains.segments.find import versions
from liuke.domains.segments.values import Wish
from liuke.kernel.db import Tx
from tests import make
from tests.conftest import Shop
from tests.segments.crowd import NEW, VIP, AllOf, FactIs, InSegment, Not, Op, live


async def test_every_change_is_a_new_version_with_who_and_when(tx: Tx) -> None:
    made = await live(tx, "gold", VIP)
    edited = await segments.edit(tx, "gold", Edit("Gold", "金卡", NEW), revision=made.revision)
    same = await segments.edit(tx, "gold", Edit("Gold", "金卡", NEW))
    kept = await versions(tx, "gold")
    assert (made.version, edited.version, same.version) == (1, 2, 2)
    assert (made.kind, made.fresh.stale, made.fresh.as_of) == (SegmentKind.LIVE, True, None)
    assert [(one.version, one.name, one.made_by, one.made_at) for one in kept] == [
        (2, "Gold", tx.actor.name, tx.now), (1, "gold", tx.actor.name, tx.now),
    ]  # fmt: skip
    assert [subject for subject, _ in await make.audited(tx, "segments.edited")] == ["gold"]


async def test_an_editor_who_read_an_older_version_is_told_who_changed_it(tx: Tx) -> None:
    made = await live(tx, "gold", VIP)
    await segments.edit(tx, "gold", Edit("Gold", "金卡", NEW), revision=made.revision)
    with pytest.raises(SegmentEditedMeanwhile) as refusal:
        await segments.edit(tx, "gold", Edit("Gold", "金", VIP), revision=made.revision)
    with pytest.raises(SegmentEditedMeanwhile):
        await segments.edit(tx, "gold", Edit("Gold", "金", VIP, version=made.version))
    assert (refusal.value.version, refusal.value.changed_by) == (2, tx.actor.name)


async def test_a_code_is_taken_once_and_a_list_has_no_question_to_edit(tx: Tx) -> None:
    await segments.make(tx, Wish("gold", "Gold", "金"))
    with pytest.raises(SegmentTaken):
        await live(tx, "gold", VIP)
    with pytest.raises(SegmentFrozen):
        await segments.edit(tx, "gold", Edit("Gold", "金", VIP))


async def test_circles_are_refused_with_the_way_round(tx: Tx) -> None:
    await live(tx, "a", VIP)
    await live(tx, "b", AllOf((InSegment("a"), NEW)))
    await live(tx, "c", Not(InSegment("b")))
    with pytest.raises(SegmentCycle) as refusal:
        await segments.edit(tx, "a", Edit("a", "a", InSegment("c")))
    with pytest.raises(SegmentCycle) as itself:
        await live(tx, "self", InSegment("self"))
    assert refusal.value.path == ("a", "c", "b", "a")
    assert itself.value.path == ("self", "self")


async def test_two_editors_cannot_close_a_circle_between_them(shop: Shop) -> None:
    async with shop.begin() as tx:
        await live(tx, "a", VIP)
        await live(tx, "b", NEW)

    async def point(code: str, other: str) -> type[Exception] | None:
        try:
            async with shop.begin() as tx:
                await segments.edit(tx, code, Edit(code, code, InSegment(other)))
        except SegmentCycle as refusal:
            return type(refusal)
        return None

    ends = await asyncio.gather(point("a", "b"), point("b", "a"))
    assert sorted(ends, key=str) == [SegmentCycle, None]


@pytest.mark.parametrize(
    "tree",
    [
        FactIs("no.such.fact", Op.EQ, 1),
        FactIs("orders.net", Op.BETWEEN, 1),
        FactIs("tier", Op.EQ, "gold"),
    ],
)
async def test_a_faulty_question_is_refused_with_its_node(tx: Tx, tree: FactIs) -> None:
    with pytest.raises(FaultySegment) as refusal:
        await live(tx, "bad", AllOf((VIP, tree)))
    (fault,) = refusal.value.faults
    assert fault.node == "0.1"
    assert fault.reason
    assert fault.reason_zh


async def test_a_question_may_not_grow_beyond_all_measure_through_others(tx: Tx) -> None:
    await live(tx, "s0", AllOf((VIP,) * 150))
    await live(tx, "s1", AllOf((InSegment("s0"),) * 6))
    with pytest.raises(FaultySegment):
        await live(tx, "s2", AllOf((InSegment("s1"), InSegment("s0"))))
    with pytest.raises(UnknownSegment):
        await live(tx, "s3", InSegment("nobody"))


async def test_a_segment_in_use_is_not_put_away(tx: Tx) -> None:
    await live(tx, "gold", VIP)
    await live(tx, "idle", Not(InSegment("gold")))
    with pytest.raises(SegmentInUse) as refusal:
        await segments.archive(tx, "gold", archived=True)
    await segments.archive(tx, "idle", archived=True)
    away = await segments.archive(tx, "gold", archived=True)
    assert [(use.kind, use.code) for use in refusal.value.uses] == [("segment", "idle")]
    assert away.archived_at == tx.now
    assert [one.code for one in await segments.segments(tx)] == []
    assert [one.code for one in await segments.segments(tx, archived=True)] == ["gold", "idle"]
    back = await segments.archive(tx, "gold", archived=False)
    assert back.archived_at is None
