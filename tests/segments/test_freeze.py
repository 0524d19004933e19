"""Lists: frozen at an instant, put together from segments, read from a file."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, BinaryIO

import pytest
from msgspec import structs

from liuke.domains import members, segments
from liuke.domains.connect import Survey, UnknownWorksheet, UnreadableFile, survey
from liuke.domains.members import Enrolment, MemberState, Tagging
from liuke.domains.segments import Combining, Wish
from liuke.domains.segments.errors import SegmentNotFrozen, TooManySegments
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.connect.test_workbook_sheets import book, rows
from tests.segments.crowd import NEW, VIP, InSegment, evaluate, inside, live, people

LIST = Wish("kept", "Kept", "名单")


async def test_a_frozen_list_stays_as_it_was_at_its_instant(tx: Tx) -> None:
    one, two, _ = await people(tx, "vip", "vip", "")
    made = await live(tx, "gold", VIP)
    kept = await segments.freeze(tx, "gold", LIST)
    await members.untag(tx, [Tagging(two, "vip")])
    await live(tx, "copy", InSegment("kept"))
    await evaluate(tx, "gold", "copy")
    assert (kept.origin, kept.origin_version, kept.tree) == ("gold", made.version, None)
    assert (kept.fresh.members, kept.fresh.as_of, kept.fresh.stale) == (2, tx.now, False)
    assert await inside(tx, "kept") == await inside(tx, "copy") == {one, two}
    assert await inside(tx, "gold") == {one}


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (Combining.UNION, {0, 1, 2}),
        (Combining.INTERSECT, {1}),
        (Combining.MINUS, {0}),
    ],
)
async def test_segments_are_put_together_as_a_question_or_a_list(
    tx: Tx, how: Combining, wanted: set[int]
) -> None:
    crowd = await people(tx, "vip", "vip new", "new", "")
    await live(tx, "gold", VIP)
    await live(tx, "fresh", NEW)
    expected = {crowd[n] for n in wanted}
    await segments.combine(tx, how, ["gold", "fresh"], LIST, as_list=True)
    asked = Wish("both", "Both", "合")
    made = await segments.combine(tx, how, ["gold", "fresh"], asked, as_list=False)
    await evaluate(tx, "both")
    assert await inside(tx, "kept") == await inside(tx, "both") == expected
    assert segments.asked(made.tree) == ("gold", "fresh") if made.tree else False


async def test_a_file_of_some_stores_names_their_own_members(tx: Tx) -> None:
    mine, other = await make.store(tx, "S1"), await make.store(tx, "S2")
    await members.enrol(
        tx, [Enrolment("13900139000", store_id=mine), Enrolment("13800138000", store_id=other)]
    )
    await segments.make(tx, LIST)
    tx.actor = structs.replace(tx.actor, stores=frozenset({mine}))
    lines = "phone\n13900139000\n13800138000\n13700137000\n"
    taken = await segments.add_file(tx, "kept", lines.encode())
    strange, unknown = taken.faults
    assert (taken.added, strange.line, unknown.line) == (1, 3, 4)
    assert (strange.reason, strange.reason_zh) == (unknown.reason, unknown.reason_zh)


async def test_one_segment_is_nothing_to_put_together(tx: Tx) -> None:
    await live(tx, "gold", VIP)
    with pytest.raises(TooManySegments):
        await segments.combine(tx, Combining.UNION, ["gold", "gold"], LIST, as_list=False)


async def test_a_file_of_phones_cards_and_ids_is_taken_row_by_row(tx: Tx) -> None:
    phones = ["13800138000", "13900139000", "13700137000"]
    one, two, three = [
        row.member_id for row in await members.enrol(tx, [Enrolment(phone) for phone in phones])
    ]
    await members.set_states(tx, [three], MemberState.BLOCKED, reason="fraud")
    await segments.make(tx, LIST)
    lines = [
        "手机号,卡号,会员ID",
        "138 0013 8000,,",
        f",,{two}",
        "13700137000,,",
        "12,,",
        ",,",
        "+86 13800138000,,",
        ",,mem_x",
    ]
    taken = await segments.add_file(tx, "kept", "\n".join(lines).encode())
    again = await segments.add_file(tx, "kept", "phone\n13900139000\n".encode("gb18030"))
    assert await inside(tx, "kept") == {one, two}
    assert (taken.rows, taken.added, taken.segment.fresh.members) == (6, 2, 2)
    assert {fault.line: fault.reason for fault in taken.faults} == {
        4: "this member is blocked or erased",
        5: "no member is known by this",
        7: "the same member stands in another row",
        8: taken.faults[-1].reason,
    }
    assert all(fault.reason_zh for fault in taken.faults)
    assert (again.added, again.faults) == (0, [])


async def test_of_a_workbook_the_sheet_that_is_named_is_taken(tx: Tx) -> None:
    phones = ["13800138000", "13900139000", "13700137000"]
    one, two, three = [
        row.member_id for row in await members.enrol(tx, [Enrolment(phone) for phone in phones])
    ]
    await segments.make(tx, LIST)
    raw = book(
        ("一月", rows("手机号", phones[0])), ("二月", rows("手机号", phones[1], phones[2], "12"))
    )
    first = await segments.add_file(tx, "kept", raw)
    assert await inside(tx, "kept") == {one}
    named = await segments.add_file(tx, "kept", raw, worksheet="二月")
    assert await inside(tx, "kept") == {one, two, three}
    assert (first.worksheet, named.worksheet) == ("一月", "二月")
    assert [(sheet.name, sheet.rows) for sheet in named.worksheets] == [("一月", 1), ("二月", 3)]
    assert (named.added, [fault.line for fault in named.faults]) == (2, [4])
    with pytest.raises(UnknownWorksheet) as unknown:
        await segments.add_file(tx, "kept", raw, worksheet="三月")
    assert unknown.value.known == ("一月", "二月")


async def test_a_file_is_read_aside_so_that_nobody_waits_for_it(
    tx: Tx, monkeypatch: pytest.MonkeyPatch
) -> None:
    await segments.make(tx, LIST)
    reading, waited = threading.Event(), threading.Event()

    def slowly(stream: BinaryIO, **how: Any) -> Survey:
        reading.set()
        assert waited.wait(10), "somebody else was served meanwhile"
        return survey(stream, **how)

    async def else_served() -> None:
        while not reading.is_set():  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.001)
        waited.set()

    monkeypatch.setattr("liuke.domains.connect.survey", slowly)
    taken, _ = await asyncio.gather(
        segments.add_file(tx, "kept", b"phone\n13900139000\n"), else_served()
    )
    assert taken.rows == 1


async def test_members_are_taken_off_a_list_but_not_out_of_a_question(tx: Tx) -> None:
    one, two = await people(tx, "vip", "vip")
    await live(tx, "gold", VIP)
    await segments.freeze(tx, "gold", LIST)
    gone = await segments.take_off(tx, "kept", [one, MemberId.new()])
    assert gone == 1
    assert await inside(tx, "kept") == {two}
    assert (await segments.get_segment(tx, "kept")).fresh.members == 1
    with pytest.raises(SegmentNotFrozen):
        await segments.take_off(tx, "gold", [one])
    with pytest.raises(SegmentNotFrozen):
        await segments.add_file(tx, "gold", b"phone\n13900139000\n")
    with pytest.raises(UnreadableFile):
        await segments.add_file(tx, "kept", b"PK\x03\x04nothing")
