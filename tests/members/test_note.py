from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from liuke.domains import access, members
from liuke.domains.access import Invitation, Role, StaffId
from liuke.domains.members import Merging, note
from liuke.domains.members.errors import FaultyItems, MemberNotActive
from liuke.domains.members.events import MemberNoted, MemberNoteTicked, MemberNoteUnticked
from liuke.domains.members.note_errors import (
    NoSuchNote,
    NoteEditedMeanwhile,
    NoteOfAnother,
    NoteWithoutDay,
)
from liuke.domains.members.note_list import due_todos, notes, todos
from liuke.domains.members.note_values import MemberNote, NewNote, Rewording
from liuke.domains.members.values import NoteId
from liuke.kernel.actor import Actor
from liuke.kernel.db import Contended, Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.conftest import Shop

WAITING = Sql[int]("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
MOVE = Sql[None]("UPDATE members_member SET store_id = $2::uuid WHERE id = $1::uuid")


async def hired(tx: Tx, name: str, role: Role = Role.GUIDE) -> Actor:
    """Let somebody in, and return them as who acts."""
    [person] = await access.invite(tx, [Invitation(f"{role.value}.{name}", name, role)])
    return Actor(tx.merchant_id, "staff", str(person.staff_id), access.held_by(role))


async def noted(tx: Tx, member_id: MemberId, text: str = "爱喝燕麦奶", **more: Any) -> NoteId:
    [note_id] = await note.write(tx, [NewNote(member_id, text, **more)])
    return note_id


async def seen(tx: Tx, *member_ids: MemberId) -> list[list[MemberNote]]:
    """Everything that is shown of members' notes."""
    return [await read(tx, one) for one in member_ids for read in (notes, todos)]


async def test_a_note_is_read_with_who_wrote_it_newest_first(tx: Tx) -> None:
    [anna] = await make.members(tx)
    tx.actor = await hired(tx, "陈导购")
    first, second = await note.write(
        tx, [NewNote(anna, " 爱喝燕麦奶 \r\n\r\n\r\n\r\n少糖 "), NewNote(anna, "👩‍👧 twins")]
    )
    found = await notes(tx, anna)
    assert [one.id for one in found] == [second, first]
    assert [one.text for one in found] == ["👩‍👧 twins", "爱喝燕麦奶\n\n少糖"]
    assert {(one.author, one.author_name) for one in found} == {(tx.actor.name, "陈导购")}
    assert {one.written_at for one in found} == {tx.now}
    assert await todos(tx, anna) == []


async def test_a_note_with_a_day_stands_apart_until_it_is_done(tx: Tx) -> None:
    [anna] = await make.members(tx)
    writer = tx.actor = await hired(tx, "陈导购")
    late = await noted(tx, anna, "call", due_on=tx.today + timedelta(days=9))
    soon = await noted(tx, anna, "cake", due_on=tx.today)
    assert [one.id for one in await todos(tx, anna)] == [soon, late]
    assert await notes(tx, anna) == []
    tx.actor = await hired(tx, "李店长", Role.MANAGER)
    ticked = await note.tick(tx, anna, soon, done=True)
    assert (ticked.done_at, ticked.done_by_name, ticked.author) == (tx.now, "李店长", writer.name)
    assert [one.id for one in await todos(tx, anna)] == [late]
    assert [one.id for one in await notes(tx, anna)] == [soon]
    assert await note.tick(tx, anna, soon, done=True) == ticked
    opened = await note.tick(tx, anna, soon, done=False)
    assert (opened.done_at, opened.done_by_name) == (None, "")
    assert [one.id for one in await todos(tx, anna)] == [soon, late]
    told = [type(one) for one in tx.events if isinstance(one, MemberNoted)]
    assert len(told) == 2
    ticks = (MemberNoteTicked, MemberNoteUnticked)
    assert [type(one) for one in tx.events if isinstance(one, ticks)] == list(ticks)


async def test_what_has_no_day_cannot_be_ticked(tx: Tx) -> None:
    [anna] = await make.members(tx)
    note_id = await noted(tx, anna)
    with pytest.raises(NoteWithoutDay):
        await note.tick(tx, anna, note_id, done=True)


async def test_both_lists_are_paged_without_gap_or_repetition(tx: Tx) -> None:
    [anna] = await make.members(tx)
    on = [tx.today + timedelta(days=day) for day in (3, 1, 1, 2, 3)]
    await note.write(tx, [NewNote(anna, f"t{n}", day) for n, day in enumerate(on)])
    await note.write(tx, [NewNote(anna, f"n{n}") for n in range(5)])
    whole, due = await notes(tx, anna), await todos(tx, anna)
    assert [one.due_on for one in due] == sorted(on)
    assert [one.text for one in whole] == ["n4", "n3", "n2", "n1", "n0"]
    first = await notes(tx, anna, limit=2)
    rest = await notes(tx, anna, before=(first[-1].written_at, first[-1].id))
    assert [*first, *rest] == whole
    head = await todos(tx, anna, limit=2)
    assert head[-1].due_on is not None
    assert [*head, *await todos(tx, anna, after=(head[-1].due_on, head[-1].id))] == due


async def test_only_the_writer_changes_a_note(tx: Tx) -> None:
    [anna] = await make.members(tx)
    writer = tx.actor = await hired(tx, "陈导购")
    note_id = await noted(tx, anna, due_on=tx.today)
    changed = await note.reword(tx, anna, note_id, Rewording("改喝豆奶", tx.today))
    assert (changed.text, changed.edited_at, changed.version) == ("改喝豆奶", tx.now, 2)
    tx.actor = await hired(tx, "店主", Role.OWNER)
    with pytest.raises(NoteOfAnother):
        await note.reword(tx, anna, note_id, Rewording("x"))
    await note.tick(tx, anna, note_id, done=True)
    tx.actor = writer
    plain = await note.reword(tx, anna, note_id, Rewording("改喝豆奶"))
    assert (plain.due_on, plain.done_at, plain.done_by_name) == (None, None, "")
    assert await note.reword(tx, anna, note_id, Rewording(" 改喝豆奶 ")) == plain


async def test_an_editor_who_read_before_another_ticked_is_told(tx: Tx) -> None:
    [anna] = await make.members(tx)
    note_id = await noted(tx, anna, due_on=tx.today)
    [read] = await todos(tx, anna)
    await note.tick(tx, anna, note_id, done=True)
    with pytest.raises(NoteEditedMeanwhile) as refused:
        await note.reword(tx, anna, note_id, Rewording("x"), revision=read.revision)
    again = await note.reword(
        tx, anna, note_id, Rewording("x"), revision=refused.value.revision
    )  # fmt: skip
    assert again.text == "x"


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
async def test_a_note_is_removed_by_its_writer_the_owner_or_a_manager(tx: Tx, role: Role) -> None:
    [anna] = await make.members(tx)
    tx.actor = await hired(tx, "陈导购")
    own, other = await noted(tx, anna), await noted(tx, anna)
    await note.remove(tx, anna, own)
    with pytest.raises(NoSuchNote):
        await note.remove(tx, anna, own)
    tx.actor = await hired(tx, "另一位", role)
    await note.remove(tx, anna, other)
    assert await notes(tx, anna) == []


@pytest.mark.parametrize("role", [Role.OPERATIONS, Role.GUIDE, Role.SERVICE])
async def test_nobody_else_removes_a_note(tx: Tx, role: Role) -> None:
    [anna] = await make.members(tx)
    tx.actor = await hired(tx, "陈导购")
    note_id = await noted(tx, anna)
    tx.actor = await hired(tx, "另一位", role)
    with pytest.raises(NoteOfAnother):
        await note.remove(tx, anna, note_id)
    assert [one.id for one in await notes(tx, anna)] == [note_id]


@pytest.mark.parametrize("text", ["", "   ", "\n\t\r\n", "\u200b\u202e", "a\x07b", "a\x1b[31m"])
async def test_a_text_with_nothing_to_read_is_refused_by_item_and_field(tx: Tx, text: str) -> None:
    [anna] = await make.members(tx)
    with pytest.raises(FaultyItems) as refused:
        await note.write(tx, [NewNote(anna, "fine"), NewNote(anna, text)])
    [fault] = refused.value.faults
    assert (fault.item, fault.field) == (1, "text")
    assert fault.reason
    assert fault.reason_zh
    assert await notes(tx, anna) == []


async def test_a_to_do_is_for_a_day_that_is_not_over_and_not_out_of_sight(tx: Tx) -> None:
    [anna] = await make.members(tx)
    for on in (
        tx.today - timedelta(days=1),
        date.min,
        date.max,
        tx.today.replace(tx.today.year + 6),
    ):
        with pytest.raises(FaultyItems) as refused:
            await note.write(tx, [NewNote(anna, "call", on)])
        assert [fault.field for fault in refused.value.faults] == ["due_on"]


async def test_a_to_do_that_is_overdue_keeps_its_day_when_it_is_reworded(shop: Shop) -> None:
    async with shop.begin() as tx:
        [anna] = await make.members(tx)
        now, today = tx.now, tx.today
        note_id = await noted(tx, anna, due_on=today)
    async with shop.begin(now + timedelta(days=3)) as tx:
        kept = await note.reword(tx, anna, note_id, Rewording("call again", today))
        assert (kept.text, kept.due_on) == ("call again", today)
        past = today + timedelta(days=1)
        with pytest.raises(FaultyItems):
            await note.reword(tx, anna, note_id, Rewording("call again", past))


async def test_a_note_of_another_member_or_of_nobody_is_not_there(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    note_id = await noted(tx, anna)
    for act in (
        note.remove(tx, ben, note_id),
        note.tick(tx, ben, note_id, done=True),
        note.reword(tx, ben, note_id, Rewording("x")),
        note.remove(tx, anna, NoteId.new()),
    ):
        with pytest.raises(NoSuchNote):
            await act
    with pytest.raises(UnknownMembers):
        await noted(tx, MemberId.new())


async def test_two_who_tick_at_once_tick_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        [anna] = await make.members(tx)
        note_id = await noted(tx, anna, due_on=tx.today)
    ready = asyncio.Barrier(8)

    async def tick() -> MemberNote:
        async with shop.begin() as tx:
            await ready.wait()
            return await note.tick(tx, anna, note_id, done=True)

    told = await asyncio.gather(*(tick() for _ in range(8)))
    assert {one.version for one in told} == {2}
    assert len({one.done_at for one in told}) == 1
    async with shop.begin() as tx:
        assert len(await make.audited(tx, "members.note_ticked")) == 1


async def test_two_who_change_a_note_as_they_read_it_do_not_overwrite(shop: Shop) -> None:
    async with shop.begin() as tx:
        [anna] = await make.members(tx)
        note_id = await noted(tx, anna)
        [read] = await notes(tx, anna)
    ready = asyncio.Barrier(4)

    async def reword(text: str) -> bool:
        try:
            async with shop.begin() as tx:
                await ready.wait()
                await note.reword(tx, anna, note_id, Rewording(text), revision=read.revision)
        except NoteEditedMeanwhile:
            return False
        return True

    assert sum(await asyncio.gather(*(reword(f"text {n}") for n in range(4)))) == 1


async def test_two_ids_of_one_person_do_not_tick_past_each_other(shop: Shop) -> None:
    async with shop.begin() as tx:
        winner, loser = await make.members(tx, 2)
        note_id = await noted(tx, loser, due_on=tx.today)
        await members.merge(tx, [Merging(winner, loser, "phone")])

    async def tick(member_id: MemberId) -> MemberNote:
        async with shop.begin() as tx:
            return await note.tick(tx, member_id, note_id, done=True)

    async with shop.begin() as tx:
        first = await note.tick(tx, winner, note_id, done=True)
        rival = asyncio.create_task(tick(loser))
        async with asyncio.timeout(120):
            while await tx.row(WAITING) == 0:  # noqa: ASYNC110 -- a rival waits
                await asyncio.sleep(0.01)
    with pytest.raises(Contended):
        await rival
    again = await tick(loser)
    assert (again.done_at, again.version) == (first.done_at, 2)


async def test_merging_brings_the_notes_and_parting_gives_them_back_exactly(tx: Tx) -> None:
    tx.actor = await hired(tx, "陈导购")
    winner, loser = await make.members(tx, 2)
    await noted(tx, winner, "w")
    plain, open_one = await noted(tx, loser, "l"), await noted(tx, loser, "t", due_on=tx.today)
    before = await seen(tx, winner, loser)
    [merge_id] = await members.merge(tx, [Merging(winner, loser, "phone")])
    assert {one.text for one in await notes(tx, winner)} == {"w", "l"}
    assert [one.id for one in await todos(tx, winner)] == [open_one]
    assert {one.member_id for one in [*await notes(tx, winner), *await todos(tx, winner)]} == {
        winner
    }
    await members.undo_merges(tx, [merge_id], reason="two people")
    assert await seen(tx, winner, loser) == before
    [again] = await members.merge(tx, [Merging(winner, loser, "phone")])
    await note.tick(tx, winner, open_one, done=True)
    await note.reword(tx, winner, plain, Rewording("l2"))
    await members.undo_merges(tx, [again], reason="two people")
    assert {one.text for one in await notes(tx, loser)} == {"l2", "t"}
    assert [one.text for one in await notes(tx, winner)] == ["w"]


@pytest.mark.inv("P4")
async def test_notes_are_taken_along_by_the_member_and_erased_with_them(tx: Tx) -> None:
    winner, loser = await make.members(tx, 2)
    await noted(tx, winner, "怕花生")
    done = await noted(tx, loser, "生日送蛋糕", due_on=tx.today)
    await note.tick(tx, loser, done, done=True)
    await members.merge(tx, [Merging(winner, loser, "phone")])
    [copy] = await members.export_members(tx, [winner], reason="asked")
    assert {(row["text"], row["done_at"] is None) for row in copy.sections["notes"]} == {
        ("怕花生", True), ("生日送蛋糕", False),
    }  # fmt: skip
    await members.erase(tx, [winner], reason="asked")
    assert await seen(tx, winner, loser) == [[], [], [], []]
    with pytest.raises(MemberNotActive):
        await noted(tx, winner)
    with pytest.raises(NoSuchNote):
        await note.tick(tx, loser, done, done=False)


@pytest.mark.inv("A13")
async def test_the_record_and_the_log_say_who_and_when_and_never_what(tx: Tx) -> None:
    [anna] = await make.members(tx)
    note_id = await noted(tx, anna, "canary", due_on=tx.today)
    await note.reword(tx, anna, note_id, Rewording("canary", tx.today + timedelta(days=1)))
    await note.tick(tx, anna, note_id, done=True)
    await note.tick(tx, anna, note_id, done=False)
    await note.remove(tx, anna, note_id)
    acts = ("noted", "note_reworded", "note_ticked", "note_unticked", "note_removed")
    for act in acts:
        assert await make.audited(tx, f"members.{act}") == [(str(anna), "")], act
    await tx.settle()
    story = await members.timeline(tx, anna)
    assert [moment.kind for moment in story] == [
        "member.note_unticked", "member.note_ticked", "member.noted",
    ]  # fmt: skip
    assert all("canary" not in str(moment.body) for moment in story)


async def test_a_to_do_is_its_writer_s_work_or_a_colleague_s(tx: Tx) -> None:
    [anna] = await make.members(tx)
    chen, li = await hired(tx, "陈导购"), await hired(tx, "李导购")
    tx.actor = chen
    own = await noted(tx, anna, "own", due_on=tx.today)
    given = await noted(tx, anna, "given", due_on=tx.today, assignee=StaffId.parse(li.id))
    plain = await noted(tx, anna, "plain")
    told = {one.id: (one.assignee, one.assignee_name) for one in await todos(tx, anna)}
    assert told == {own: (chen.name, "陈导购"), given: (li.name, "李导购")}
    assert [(one.id, one.assignee) for one in await notes(tx, anna)] == [(plain, "")]
    for who, found in ((chen, own), (li, given)):
        tx.actor = who
        assert [one.note.id for one in await due_todos(tx, mine=True)] == [found]
        assert {one.note.id for one in await due_todos(tx)} == {own, given}
    tx.actor = chen
    back = await note.reword(tx, anna, given, Rewording("given", tx.today))
    assert (back.assignee, back.version) == (chen.name, 2)
    none = await note.reword(tx, anna, given, Rewording("given"))
    assert (none.assignee, none.assignee_name) == ("", "")
    [copy] = await members.export_members(tx, [anna], reason="asked")
    assert [row["assignee"] for row in copy.sections["notes"]] == [chen.name, "", ""]


async def test_what_is_due_today_is_told_of_one_s_own_stores(tx: Tx) -> None:
    ours, other = await make.store(tx, "A"), await make.store(tx, "B")
    [row] = await members.enrol(tx, [members.Enrolment("13800138000", "安娜", store_id=ours)])
    anna = row.member_id
    ben, twin = await make.members(tx, 2)
    await tx.run(MOVE, ben, other)
    await tx.run(MOVE, twin, other)
    mine = [await noted(tx, anna, "call", due_on=tx.today), await noted(tx, twin, due_on=tx.today)]
    await noted(tx, anna, "later", due_on=tx.today + timedelta(days=1))
    theirs = await noted(tx, ben, "call", due_on=tx.today)
    await members.merge(tx, [Merging(anna, twin, "phone")])
    assert {one.note.id for one in await due_todos(tx)} == {*mine, theirs}
    tx.actor = Actor(tx.merchant_id, "key", "k", stores=frozenset({ours}))
    found = await due_todos(tx)
    assert [one.note.id for one in found] == sorted(mine)
    assert {(one.name, one.phone, one.note.member_id) for one in found} == {
        ("安**", "138****8000", anna)
    }
    first = await due_todos(tx, limit=1)
    rest = await due_todos(tx, after=(tx.today, first[0].note.id))
    assert [*first, *rest] == found
    tx.actor = Actor(tx.merchant_id, "key", "k", stores=frozenset())
    assert await due_todos(tx) == []
