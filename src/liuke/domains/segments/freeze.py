"""Frozen lists: from a question at an instant, from segments put together, from a file."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass

from liuke.domains import connect, members
from liuke.domains.connect import (
    Column,
    Fault,
    Group,
    Kind,
    Leaf,
    Plan,
    Record,
    Sheet,
    Survey,
    Worksheet,
)
from liuke.domains.members import Handle, IdentityKind, Standing, may_earn
from liuke.domains.segments.asking import keep
from liuke.domains.segments.errors import SegmentNotFrozen, TooManySegments
from liuke.domains.segments.find import get_segment, get_segments, question
from liuke.domains.segments.membership import PUT_IN, TAKE_OUT, recount
from liuke.domains.segments.rules import combined
from liuke.domains.segments.save import make
from liuke.domains.segments.values import Combining, Segment, SegmentKind, Wish
from liuke.kernel import audit
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

ROWS_MAX = 10_000
COMBINED_MAX = 10

TOUCHED = Sql[None]("""
    UPDATE segments_segment SET changed_at = $3, changed_by = $4
    WHERE merchant_id = $1::uuid AND code = $2
""")
UNREADABLE = ("neither an id, a phone nor a card", "没有会员编号、手机号或卡号")
NOBODY = ("no member is known by this", "找不到这位会员")
GONE = ("this member is blocked or erased", "会员已停用或已注销")
TWICE = ("the same member stands in another row", "与其他行是同一位会员")


class ListRow(Value, frozen=True):
    """One member of a list in a file, by whatever names them."""

    member: MemberId | None = None
    phone: str = ""
    card: str = ""


class Taken(Value, frozen=True):
    """What became of a file: rows read, members added, and what was wrong with each other row.

    Of a workbook, `worksheet` is the sheet that was read, and `worksheets` are all it shows.
    """

    segment: Segment
    rows: int
    added: int
    faults: list[Fault]
    worksheet: str = ""
    worksheets: tuple[Worksheet, ...] = ()


@dataclass(frozen=True)
class Opened:
    """What a file holds."""

    found: Survey
    records: tuple[Record, ...]
    worksheets: tuple[Worksheet, ...]


async def _no_page(tx: Tx, wish: connect.Wish) -> Leaf:  # noqa: ARG001 - a sheet is asked like this
    """Return nothing: a list goes out by its own route, where approval stands."""
    return Leaf(())


LIST = Sheet(
    name="segment_members",
    label="Members of a list",
    label_zh="名单成员",
    kind=ListRow,
    columns=(
        Column("member", "Member", "会员", aliases=("member id", "id", "会员ID", "会员编号")),
        Column(
            "phone", "Phone", "手机号", Kind.TEXT, aliases=("手机", "电话", "手机号码", "mobile")
        ),
        Column("card", "Card", "卡号", aliases=("card number", "会员卡号")),
    ),
    page=_no_page,
)


async def freeze(tx: Tx, code: str, wish: Wish) -> Segment:
    """Keep who is in a segment at this instant as a list of its own.

    Raises:
        UnknownSegment: there is none of this code.
        SegmentTaken: the list's code is another one's.
    """
    segment = await get_segment(tx, code)
    return await _frozen(tx, wish, question(segment), origin=(code, segment.version))


async def combine(
    tx: Tx, how: Combining, codes: Sequence[str], wish: Wish, *, as_list: bool
) -> Segment:
    """Put segments together, as a new question or as a list of who is in now.

    Raises:
        TooManySegments: not two to ten different ones.
        UnknownSegment: one of them does not exist.
        SegmentTaken: the code is another one's.
    """
    wanted = tuple(dict.fromkeys(codes))
    if not 2 <= len(wanted) <= COMBINED_MAX:
        raise TooManySegments(2, COMBINED_MAX)
    await get_segments(tx, wanted)
    tree = combined(how, wanted)
    if as_list:
        return await _frozen(tx, wish, tree)
    return await make(tx, Wish(wish.code, wish.name, wish.name_zh, tree))


async def _frozen(
    tx: Tx, wish: Wish, tree: Condition, *, origin: tuple[str, int] | None = None
) -> Segment:
    made = await make(tx, Wish(wish.code, wish.name, wish.name_zh), origin=origin)
    await keep(tx, made.code, tree)
    await recount(tx, [made.code])
    return await get_segment(tx, made.code)


async def _put(tx: Tx, code: str, chosen: Sequence[MemberId]) -> int:
    put = await tx.rows(PUT_IN, code, chosen, tx.now)
    await recount(tx, [code])
    return len(put)


async def add_file(tx: Tx, code: str, content: bytes, *, worksheet: str = "") -> Taken:
    """Put the members a file names on a list; every row that cannot be taken is told.

    Staff of some stores put their own members there; any other is nobody to them. Of a workbook
    the sheet that is named is read, without a name the first that has rows.

    Raises:
        UnknownSegment: there is none of this code.
        SegmentNotFrozen: it is a question, not a list.
        UnknownWorksheet: it has no such sheet.
        UnreadableFile: the file is no table.
    """
    await _require_list(tx, code)
    # Aside: whoever is at the counter does not wait for a large file.
    opened = await asyncio.to_thread(_opened, content, worksheet)
    plan = await connect.make_plan(tx, LIST, opened.found, {})
    rows = await asyncio.to_thread(_rows, plan, opened)
    faults = [fault for row in rows for fault in row.faults]
    named = [(row.record.line, row.value) for row in rows if isinstance(row.value, ListRow)]
    chosen, more = await _recognised(tx, named)
    await tx.lock(chosen)
    added = await _put(tx, code, chosen)
    act = audit.Act("segments.added", code, None, {"members": added, "rows": len(rows)})
    await _touched(tx, code, act)
    told = sorted([*faults, *more], key=lambda fault: (fault.line, fault.column))
    segment = await get_segment(tx, code)
    return Taken(segment, len(rows), added, told, opened.found.worksheet, opened.worksheets)


def _opened(content: bytes, worksheet: str) -> Opened:
    stream = io.BytesIO(content)
    found = connect.survey(stream, worksheet=worksheet, rows_max=ROWS_MAX)
    return Opened(found, tuple(connect.records(stream, found)), connect.worksheets(stream))


def _rows(plan: Plan, opened: Opened) -> Group:
    parts = connect.chunks(plan, opened.records)
    return tuple([row for part in parts for group in part for row in group])


async def take_off(tx: Tx, code: str, member_ids: Sequence[MemberId]) -> int:
    """Take members off a list, and return how many were on it.

    Raises:
        UnknownSegment: there is none of this code.
        SegmentNotFrozen: it is a question, not a list.
    """
    await _require_list(tx, code)
    gone = await tx.rows(TAKE_OUT, tx.merchant_id, code, list(member_ids))
    await recount(tx, [code])
    act = audit.Act("segments.taken_off", code, None, {"members": len(gone)})
    await _touched(tx, code, act)
    return len(gone)


async def _require_list(tx: Tx, code: str) -> None:
    if (await get_segment(tx, code)).kind is not SegmentKind.FROZEN:
        raise SegmentNotFrozen(code)


async def _touched(tx: Tx, code: str, act: audit.Act) -> None:
    await tx.run(TOUCHED, tx.merchant_id, code, tx.now, tx.actor.name)
    await audit.record(tx, [act])


async def _recognised(
    tx: Tx, named: Sequence[tuple[int, ListRow]]
) -> tuple[list[MemberId], list[Fault]]:
    """Return who the rows name, each once, and what is wrong with the other rows."""
    handles = {line: _handle(row) for line, row in named}
    known = await members.find_members(tx, [handle for handle in handles.values() if handle])
    ids = await members.resolve(tx, [row.member for _, row in named if row.member])
    found = {line: _whom(row, handles[line], ids, known) for line, row in named}
    own = tx.actor.stores
    known_as = await members.standings(tx, sorted({one for one in found.values() if one}))
    standing = {id_: row for id_, row in known_as.items() if own is None or row.store_id in own}
    chosen: dict[MemberId, int] = {}
    faults = []
    for line, row in named:
        one = found[line]
        reason = _against(row, standing.get(one) if one else None)
        if one is None or reason or one in chosen:
            faults.append(Fault(line, "", *(reason or TWICE)))
        else:
            chosen[one] = line
    return list(chosen), faults


def _handle(row: ListRow) -> Handle | None:
    if row.member:
        return None
    if row.phone:
        return Handle(IdentityKind.PHONE, row.phone)
    return Handle(IdentityKind.CARD, row.card) if row.card else None


def _whom(
    row: ListRow,
    handle: Handle | None,
    ids: dict[MemberId, MemberId],
    known: dict[Handle, MemberId],
) -> MemberId | None:
    if row.member:
        return ids.get(row.member)
    return known.get(handle) if handle else None


def _against(row: ListRow, found: Standing | None) -> tuple[str, str] | None:
    if not (row.member or row.phone or row.card):
        return UNREADABLE
    if found is None:
        return NOBODY
    return None if may_earn(found.state) else GONE
