"""What a note may say and whose work it may be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from liuke.domains import access
from liuke.domains.access import Colleague, StaffId
from liuke.domains.members.errors import Fault, FaultyItems, NotAsked
from liuke.domains.members.note_values import MemberNote, NewNote
from liuke.domains.members.rules import clean_lines, is_soon
from liuke.kernel.actor import Actor
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

ASSIGNED = "notes.write"
BLANK = "nothing is written here", "请写点内容"
OVER = "this day is over", "这一天已经过去"
FAR = "more than five years away", "不能晚于五年后"
NO_DAY = "a note without a day is nobody's work", "没有到期日的备注不能交给谁"
NOBODY = "nobody here who may do to-dos", "没有这位可以办待办的员工"
ELSEWHERE = "works for other stores than the member's", "会员不在这位员工负责的门店"


class Home(Value, frozen=True):
    """The store whose member somebody is."""

    member_id: MemberId
    store_id: StoreId | None


# Whose they are now decides who may see them.
HOMES = Sql[Home]("""
    SELECT m.id AS member_id, k.store_id
    FROM members_member m
    JOIN members_member k ON k.merchant_id = m.merchant_id AND k.id = m.home_id
    WHERE m.id = ANY ($1::uuid[])
""")


async def fitting(tx: Tx, wanted: Sequence[NewNote], before: MemberNote | None = None) -> list[str]:
    """Return the texts as they are kept; a day and an assignee of before may stay.

    Raises:
        FaultyItems: names every text with nothing in it, every day that cannot be, and every
            assignee who is nobody that does to-dos, or works for other stores.
    """
    kept_on = before.due_on if before else None
    asked = sorted({one.assignee for one in wanted if one.assignee})
    found = await access.colleagues(tx, ASSIGNED, among=asked, limit=len(asked)) if asked else []
    people = {one.id for one in found}
    strange = await _elsewhere(tx, [(one.assignee, one.member_id) for one in wanted])
    faults = [
        fault
        for item, note in enumerate(wanted)
        for fault in _faults(item, note, tx.today, kept_on)
    ]
    faults += [
        Fault(item, "assignee", *why)
        for item, note in enumerate(wanted)
        if note.assignee
        for why in _unfit(note, people, strange, stays=_is(tx, note.assignee, before))
    ]
    if faults:
        raise FaultyItems(tuple(faults[:200]))
    return [clean_lines(note.text) for note in wanted]


async def fit_for(tx: Tx, member_id: MemberId, people: Sequence[Colleague]) -> list[Colleague]:
    """Return those people who work for a member's store, in the order given.

    Raises:
        UnknownMembers: the member is of other stores than the asker's.
    """
    await tx.check_members([member_id])
    strange = await _elsewhere(tx, [(one.id, member_id) for one in people])
    return [one for one in people if (one.id, member_id) not in strange]


def _faults(item: int, note: NewNote, today: date, kept_on: date | None) -> Iterator[Fault]:
    try:
        if not clean_lines(note.text):
            yield Fault(item, "text", *BLANK)
    except NotAsked as fault:
        yield Fault(item, "text", fault.reason, fault.reason_zh)
    on = note.due_on
    if on is not None and on != kept_on and not is_soon(on, today):
        yield Fault(item, "due_on", *(OVER if on < today else FAR))


async def _elsewhere(
    tx: Tx, given: Sequence[tuple[StaffId | None, MemberId]]
) -> set[tuple[StaffId, MemberId]]:
    """Return to whom work is given of a member whom they could not even look up."""
    asked = [(who, member_id) for who, member_id in given if who]
    if not asked:
        return set()
    rows = await tx.rows(HOMES, sorted({member_id for _, member_id in asked}))
    homes = {row.member_id: row.store_id for row in rows}
    known = [(who, member_id) for who, member_id in asked if member_id in homes]
    served = await access.serving(tx, [(who, homes[member_id]) for who, member_id in known])
    return {one for one in known if (one[0], homes[one[1]]) not in served}


def _unfit(
    note: NewNote,
    people: Collection[StaffId],
    strange: Collection[tuple[StaffId, MemberId]],
    *,
    stays: bool,
) -> Iterator[tuple[str, str]]:
    """Yield why somebody cannot be given this; who has it already keeps it."""
    if note.due_on is None:
        yield NO_DAY
    elif stays or note.assignee is None:
        return
    elif note.assignee not in people:
        yield NOBODY
    elif (note.assignee, note.member_id) in strange:
        yield ELSEWHERE


def _is(tx: Tx, assignee: StaffId, before: MemberNote | None) -> bool:
    return before is not None and before.assignee == actor_of(tx, assignee)


def actor_of(tx: Tx, staff_id: StaffId) -> str:
    """Return how the record names somebody of the staff."""
    return Actor(tx.merchant_id, "staff", str(staff_id)).name
