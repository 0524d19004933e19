"""Lists over HTTP: freeze, combine, files in and out."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from liuke.domains.access import ApprovalId
from liuke.domains.segments.export import export_members
from liuke.domains.segments.freeze import Taken, add_file, combine, freeze, take_off
from liuke.domains.segments.values import Combining, Segment, SegmentCode, SegmentName, Wish
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import InvalidField
from liuke.kernel.values import Value
from liuke.kernel.web import cursor, get, position, post

PACKED_MAX = 675_000
Lines = Annotated[int, Meta(ge=1, le=10_000, description="How many lines at most.")]


class ListWish(Value, frozen=True):
    """The code and names of a list to be made."""

    code: SegmentCode
    name: SegmentName
    name_zh: SegmentName


class Together(Value, frozen=True):
    """Segments to be put together, as a question or as a list of who is in now."""

    how: Combining
    codes: Annotated[tuple[str, ...], Meta(max_length=10, examples=[["quiet", "loyal"]])]
    code: SegmentCode
    name: SegmentName
    name_zh: SegmentName
    as_list: bool = False


class ListFile(Value, frozen=True):
    """A file with a head line and a column of member ids, phones or cards; 10,000 rows.

    A CSV file comes as text in `content`, an XLSX or Parquet file as base64 in `packed`.
    `worksheet` names the sheet of a workbook; without it the first that has rows is read.
    """

    content: Annotated[str, Meta(max_length=900_000, examples=["phone\n13800138000\n"])] = ""
    packed: Annotated[bytes, Meta(max_length=PACKED_MAX)] = b""
    worksheet: Annotated[str, Meta(max_length=255)] = ""


class Off(Value, frozen=True):
    """Members to be taken off a list."""

    member_ids: Annotated[tuple[MemberId, ...], Meta(min_length=1, max_length=10_000)]


class CsvPage(Value, frozen=True):
    """One page of a file, the first one with its head line."""

    text: str
    after: str | None


class TakenOff(Value, frozen=True):
    """How many were on the list."""

    members: int


@post("/segments/{code}/lists", may="segments.edit", key=True)
async def post_list(tx: Tx, code: str, data: ListWish) -> Segment:
    """Freeze who is in a segment at this instant as a list of its own."""
    return await freeze(tx, code, Wish(data.code, data.name, data.name_zh))


@post("/segments/combinations", may="segments.edit", key=True)
async def post_combination(tx: Tx, data: Together) -> Segment:
    """Put segments together: union, intersection, or the first without the others."""
    wish = Wish(data.code, data.name, data.name_zh)
    return await combine(tx, data.how, data.codes, wish, as_list=data.as_list)


@post("/segments/{code}/files", may="segments.edit", key=True)
async def post_file(tx: Tx, code: str, data: ListFile) -> Taken:
    """Put the members a file names on a list; what is wrong with other rows is told by line.

    Raises:
        InvalidField: the file comes neither as text nor packed, or as both.
        HeaderUnknown: no column of the file names a member.
        UnreadableFile: it is no table.
    """
    if bool(data.content) == bool(data.packed):
        raise InvalidField("content", "give either content or packed", "content 与 packed 二选一")
    content = data.packed or data.content.encode()
    return await add_file(tx, code, content, worksheet=data.worksheet)


@post("/segments/{code}/removals", may="segments.edit", key=True)
async def post_removal(tx: Tx, code: str, data: Off) -> TakenOff:
    """Take members off a list."""
    return TakenOff(await take_off(tx, code, data.member_ids))


@get("/segments/{code}/exports", may="members.export")
async def export_segment(
    tx: Tx,
    code: str,
    limit: Lines = 1_000,
    after: str | None = None,
    reveal: Annotated[str, Meta(max_length=200)] = "",
    approval_id: ApprovalId | None = None,
) -> CsvPage:
    """Return a page of who is in as CSV, masked; `reveal` says why not, and asks another person."""
    place = position(after, MemberId)
    start = place[0] if place else None
    found = await export_members(
        tx, code, start, limit=limit, reveal=reveal, approval_id=approval_id
    )
    return CsvPage(found.text, cursor(found.after) if found.after else None)


LISTS = [post_list, post_combination, post_file, post_removal, export_segment]
