"""Find segments, their versions, and the questions behind their codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains.segments.errors import UnknownSegment
from liuke.domains.segments.rules import asked, check_size, inlined
from liuke.domains.segments.values import Freshness, Segment, SegmentKind, SegmentVersion
from liuke.kernel.conditions import Condition, InSegment
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class SegmentRow(Value, frozen=True):
    """A segment and the state of its evaluation, as they are kept."""

    code: str
    name: str
    name_zh: str
    kind: SegmentKind
    version: int
    tree: Condition | None
    origin: str | None
    origin_version: int | None
    made_by: str
    made_at: datetime
    changed_by: str
    changed_at: datetime
    archived_at: datetime | None
    frozen_as_of: datetime | None
    running: bool
    members: int
    evaluated_version: int | None
    as_of: datetime | None
    evaluated_at: datetime | None


class Definition(Value, frozen=True):
    """A segment's question alone; none is a frozen list."""

    code: str
    version: int
    tree: Condition | None
    archived: bool


SEGMENTS = Sql[SegmentRow]("""
    SELECT s.code, s.name, s.name_zh, s.kind, s.version, s.tree, s.origin, s.origin_version,
        s.made_by, s.made_at, s.changed_by, s.changed_at, s.archived_at, s.as_of AS frozen_as_of,
        e.run_id IS NOT NULL AS running, e.members, e.version AS evaluated_version, e.as_of,
        e.evaluated_at
    FROM segments_segment s
    JOIN segments_state e ON e.merchant_id = s.merchant_id AND e.code = s.code
    WHERE s.merchant_id = $1::uuid AND ($2::text[] IS NULL OR s.code = ANY ($2::text[]))
        AND ($3::boolean IS NULL OR (s.archived_at IS NOT NULL) = $3) AND s.code > $4
    ORDER BY s.code
    LIMIT $5
""")
DEFINITIONS = Sql[Definition]("""
    SELECT code, version, tree, archived_at IS NOT NULL AS archived
    FROM segments_segment WHERE merchant_id = $1::uuid
    ORDER BY code
""")
VERSIONS = Sql[SegmentVersion]("""
    SELECT version, name, name_zh, tree, made_by, made_at
    FROM segments_version
    WHERE merchant_id = $1::uuid AND code = $2 AND ($3::integer IS NULL OR version < $3)
    ORDER BY version DESC
    LIMIT $4
""")


async def segments(
    tx: Tx, *, archived: bool | None = False, after: str = "", limit: int = 200
) -> list[Segment]:
    """Return segments in code order, those in use unless others are asked for."""
    rows = await tx.rows(SEGMENTS, tx.merchant_id, None, archived, after, limit)
    return [_shown(row) for row in rows]


async def get_segments(tx: Tx, codes: Sequence[str]) -> list[Segment]:
    """Return segments in the order asked, archived ones too.

    Raises:
        UnknownSegment: names the first code that is nobody's.
    """
    rows = await tx.rows(SEGMENTS, tx.merchant_id, list(codes), None, "", len(codes))
    found = {row.code: _shown(row) for row in rows}
    for code in codes:
        if code not in found:
            raise UnknownSegment(code)
    return [found[code] for code in codes]


async def get_segment(tx: Tx, code: str) -> Segment:
    """Return one segment.

    Raises:
        UnknownSegment: there is none of this code.
    """
    return (await get_segments(tx, [code]))[0]


def _shown(row: SegmentRow) -> Segment:
    frozen = row.kind is SegmentKind.FROZEN
    fresh = Freshness(
        row.members,
        row.version if frozen else row.evaluated_version,
        row.frozen_as_of if frozen else row.as_of,
        row.changed_at if frozen else row.evaluated_at,
        running=row.running,
        stale=not frozen and row.evaluated_version != row.version,
    )
    kept = {name: getattr(row, name) for name in Segment.__struct_fields__ if name != "fresh"}
    return Segment(**kept, fresh=fresh)


async def versions(
    tx: Tx, code: str, *, before: int | None = None, limit: int = 200
) -> list[SegmentVersion]:
    """Return the versions of a segment, newest first, those before a number if one is given.

    Raises:
        UnknownSegment: there is none of this code.
    """
    await get_segment(tx, code)
    return await tx.rows(VERSIONS, tx.merchant_id, code, before, limit)


async def definitions(tx: Tx) -> dict[str, Definition]:
    """Return the question of every segment by code, in one read."""
    return {row.code: row for row in await tx.rows(DEFINITIONS, tx.merchant_id)}


async def written_out(tx: Tx, trees: Sequence[Condition]) -> list[Condition]:
    """Return trees with the question of every segment they ask in its place.

    Raises:
        UnknownSegment: a tree asks a segment that does not exist.
        SegmentCycle: a segment asks itself.
        FaultySegment: a tree becomes too large.
    """
    if not any(asked(tree) for tree in trees):
        return list(trees)
    known = {code: one.tree for code, one in (await definitions(tx)).items()}
    found = [inlined(tree, known) for tree in trees]
    for tree in found:
        check_size(tree)
    return found


def question(segment: Segment) -> Condition:
    """Return what a segment asks of a member: its definition, or whether they are on the list."""
    return segment.tree if segment.tree is not None else InSegment(segment.code)
