"""Make segments, save new versions of them, put them away."""

from __future__ import annotations

from typing import Any

from liuke.domains.segments.errors import (
    FaultySegment,
    SegmentEditedMeanwhile,
    SegmentFrozen,
    SegmentInUse,
    SegmentTaken,
)
from liuke.domains.segments.events import SegmentArchived, SegmentAsked, SegmentChanged
from liuke.domains.segments.find import definitions, get_segment
from liuke.domains.segments.rules import check_size, inlined
from liuke.domains.segments.uses import uses
from liuke.domains.segments.values import Edit, Segment, SegmentKind, Wish
from liuke.kernel import audit
from liuke.kernel.conditions import Condition, identified
from liuke.kernel.db import Tx
from liuke.kernel.meaning import misread
from liuke.kernel.rows import Sql

# One editor of segments at a time: two saves could close a circle that neither sees.
EDITING = Sql[None]("""
    SELECT pg_advisory_xact_lock(hashtextextended('segments ' || lk_merchant()::text, 0))
""")
MAKE = Sql[str]("""
    INSERT INTO segments_segment (
        code, name, name_zh, kind, tree, origin, origin_version, as_of,
        made_by, made_at, changed_by, changed_at
    )
    VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $9, $10)
    ON CONFLICT (merchant_id, code) DO NOTHING
    RETURNING code
""")
STATE = Sql[None]("INSERT INTO segments_state (code) VALUES ($1)")
EDIT = Sql[None]("""
    UPDATE segments_segment
    SET name = $2, name_zh = $3, tree = $4::jsonb, version = version + 1,
        changed_by = $5, changed_at = $6
    WHERE merchant_id = $7::uuid AND code = $1
""")
KEEP = Sql[None]("""
    INSERT INTO segments_version (code, version, name, name_zh, tree, made_by, made_at)
    SELECT code, version, name, name_zh, tree, changed_by, changed_at
    FROM segments_segment WHERE merchant_id = $1::uuid AND code = $2
""")
ARCHIVE = Sql[None]("""
    UPDATE segments_segment SET archived_at = $3
    WHERE merchant_id = $1::uuid AND code = $2
""")


async def make(tx: Tx, wish: Wish, *, origin: tuple[str, int] | None = None) -> Segment:
    """Make a segment, and have a live one evaluated.

    Raises:
        SegmentTaken: the code is another one's.
        FaultySegment: the question is not valid.
        SegmentCycle: it asks itself.
        UnknownSegment: it asks one that does not exist.
    """
    await tx.run(EDITING)
    tree = None if wish.tree is None else await _sound(tx, wish.code, wish.tree)
    kind = SegmentKind.FROZEN if tree is None else SegmentKind.LIVE
    code, version = origin or (None, None)
    as_of = tx.now if tree is None else None
    row = (wish.code, wish.name, wish.name_zh, kind.value, tree, code, version, as_of)
    if await tx.row(MAKE, *row, tx.actor.name, tx.now) is None:
        raise SegmentTaken(wish.code)
    await tx.run(STATE, wish.code)
    return await _kept(tx, "segments.made", wish.code, None)


async def edit(tx: Tx, code: str, wanted: Edit, *, revision: str = "") -> Segment:
    """Save a new version of a live segment, and have it evaluated; alike is no version.

    Raises:
        UnknownSegment: there is none of this code.
        SegmentFrozen: it is a list.
        SegmentEditedMeanwhile: somebody saved after the version the editor read.
        FaultySegment: the question is not valid.
        SegmentCycle: it asks itself.
    """
    await tx.run(EDITING)
    before = await get_segment(tx, code)
    if before.kind is SegmentKind.FROZEN:
        raise SegmentFrozen(code)
    read = revision or (str(wanted.version) if wanted.version is not None else "")
    if read and read != before.revision:
        raise SegmentEditedMeanwhile(code, before.version, before.changed_by)
    tree = await _sound(tx, code, wanted.tree)
    if (wanted.name, wanted.name_zh, tree) == (before.name, before.name_zh, before.tree):
        return before
    given = code, wanted.name, wanted.name_zh, tree
    await tx.run(EDIT, *given, tx.actor.name, tx.now, tx.merchant_id)
    return await _kept(tx, "segments.edited", code, _told(before))


async def _kept(tx: Tx, action: str, code: str, before: Any) -> Segment:
    await tx.run(KEEP, tx.merchant_id, code)
    made = await get_segment(tx, code)
    await audit.record(tx, [audit.Act(action, code, before, _told(made))])
    tx.emit(SegmentChanged(code, made.version))
    if made.kind is SegmentKind.LIVE:
        tx.emit(SegmentAsked(code))
    return made


def _told(segment: Segment) -> dict[str, Any]:
    names = ("name", "name_zh", "kind", "version", "tree", "origin")
    return {name: getattr(segment, name) for name in names}


async def _sound(tx: Tx, code: str, tree: Condition) -> Condition:
    """Return a tree with ids that can be asked, of this code, in this shop."""
    check(tree)
    known = {name: one.tree for name, one in (await definitions(tx)).items()}
    whole = inlined(tree, known | {code: tree}, (code,))
    check_size(whole)
    return identified(tree)


def check(tree: Condition) -> None:
    """Refuse a tree that is not valid, or asks what no domain can answer.

    Raises:
        FaultySegment: names every node and why.
    """
    if found := misread(tree):
        raise FaultySegment(tuple(found))


async def archive(tx: Tx, code: str, *, archived: bool) -> Segment:
    """Put a segment away, or take it out again; who is in is kept as it is.

    Raises:
        UnknownSegment: there is none of this code.
        SegmentInUse: something asks it.
    """
    await tx.run(EDITING)
    before = await get_segment(tx, code)
    if (before.archived_at is not None) == archived:
        return before
    if archived and (users := [use for use in await uses(tx, code) if use.live]):
        raise SegmentInUse(code, tuple(users))
    await tx.run(ARCHIVE, tx.merchant_id, code, tx.now if archived else None)
    action = "segments.archived" if archived else "segments.restored"
    await audit.record(tx, [audit.Act(action, code)])
    tx.emit(SegmentArchived(code, archived))
    if not archived and before.kind is SegmentKind.LIVE:
        tx.emit(SegmentAsked(code))
    return await get_segment(tx, code)
