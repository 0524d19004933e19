"""Who is in which segment: kept, read, and every change told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from liuke.domains.segments.events import SegmentEntered, SegmentLeft
from liuke.kernel.alike import emit_of_each
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

Pair = tuple[str, MemberId]


class Moved(Value, frozen=True):
    """A member who entered or left."""

    code: str
    member_id: MemberId


class Held(Value, frozen=True):
    """A segment that a member is in, and since when."""

    member_id: MemberId
    segment: str
    since: datetime


HELD = Sql[Held]("""
    SELECT member_id, code AS segment, since FROM segments_member
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[]) AND NOT dormant
    ORDER BY member_id, code
""")
INSIDE = Sql[MemberId]("""
    SELECT member_id FROM segments_member
    WHERE merchant_id = $1::uuid AND code = $2 AND member_id > $3::uuid AND member_id <= $4::uuid
        AND NOT dormant
""")
AMONG = Sql[MemberId]("""
    SELECT member_id FROM segments_member
    WHERE merchant_id = $1::uuid AND code = $2 AND member_id = ANY ($3::uuid[]) AND NOT dormant
""")
ENTER = Sql[Moved]("""
    INSERT INTO segments_member (code, member_id, since)
    SELECT code, member_id, $3 FROM UNNEST($1::text[], $2::uuid[]) AS e (code, member_id)
    ORDER BY code, member_id
    ON CONFLICT (merchant_id, code, member_id) DO NOTHING
    RETURNING code, member_id
""")
LEAVE = Sql[Moved]("""
    DELETE FROM segments_member s
    USING UNNEST($2::text[], $3::uuid[]) AS l (code, member_id)
    WHERE s.merchant_id = $1::uuid AND s.code = l.code AND s.member_id = l.member_id
    RETURNING s.code, s.member_id
""")
PUT_IN = Sql[MemberId]("""
    INSERT INTO segments_member (code, member_id, since)
    SELECT $1::text, member_id, $3 FROM UNNEST($2::uuid[]) AS e (member_id)
    ORDER BY member_id
    ON CONFLICT (merchant_id, code, member_id) DO NOTHING
    RETURNING member_id
""")
TAKE_OUT = Sql[MemberId]("""
    DELETE FROM segments_member
    WHERE merchant_id = $1::uuid AND code = $2 AND member_id = ANY ($3::uuid[])
    RETURNING member_id
""")
COUNT = Sql[None]("""
    UPDATE segments_state e SET members = (
        SELECT COUNT(*) FROM segments_member s
        WHERE s.merchant_id = e.merchant_id AND s.code = e.code AND NOT s.dormant
    )
    WHERE e.merchant_id = $1::uuid AND e.code = ANY ($2::text[])
""")
PAGE = Sql[MemberId]("""
    SELECT member_id FROM segments_member
    WHERE merchant_id = $1::uuid AND code = $2 AND member_id > $3::uuid AND NOT dormant
    ORDER BY member_id
    LIMIT $4
""")


async def inside(tx: Tx, code: str, *, above: MemberId, until: MemberId) -> set[MemberId]:
    """Return who is in a segment by the last evaluation, of a stretch of ids."""
    return set(await tx.rows(INSIDE, tx.merchant_id, code, above, until))


async def among(tx: Tx, code: str, member_ids: Sequence[MemberId]) -> set[MemberId]:
    """Return which of some members are in a segment by the last evaluation."""
    return set(await tx.rows(AMONG, tx.merchant_id, code, list(member_ids)))


async def apply(tx: Tx, entering: Sequence[Pair], leaving: Sequence[Pair]) -> None:
    """Keep who enters and who leaves; who is where they should be is left alone, untold.

    The members are locked by the caller.
    """
    came = await tx.rows(ENTER, [p[0] for p in entering], [p[1] for p in entering], tx.now)
    codes, ids = [p[0] for p in leaving], [p[1] for p in leaving]
    gone = await tx.rows(LEAVE, tx.merchant_id, codes, ids)
    tx.emit(*(SegmentEntered(one.member_id, one.code) for one in came))
    tx.emit(*(SegmentLeft(one.member_id, one.code) for one in gone))


async def move(
    tx: Tx, code: str, entering: Sequence[MemberId], leaving: Sequence[MemberId]
) -> None:
    """Keep who of many enters and leaves one segment, as `apply`, events written beside them."""
    came = await tx.rows(PUT_IN, code, list(entering), tx.now) if entering else []
    gone = await tx.rows(TAKE_OUT, tx.merchant_id, code, list(leaving)) if leaving else []
    if came:
        await emit_of_each(tx, SegmentEntered(came[0], code), came)
    if gone:
        await emit_of_each(tx, SegmentLeft(gone[0], code), gone)


async def recount(tx: Tx, codes: Iterable[str]) -> None:
    """Count anew who is in segments; an evaluation does it by itself."""
    await tx.run(COUNT, tx.merchant_id, sorted(codes))


async def page(tx: Tx, code: str, *, above: MemberId, limit: int) -> list[MemberId]:
    """Return the next members of a segment in id order, by the last evaluation."""
    return await tx.rows(PAGE, tx.merchant_id, code, above, limit)


async def held(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Held]]:
    """Return the segments that members are in by the last evaluations, for their own export."""
    found: dict[MemberId, list[Held]] = {}
    for row in await tx.rows(HELD, tx.merchant_id, list(member_ids)):
        found.setdefault(row.member_id, []).append(row)
    return found
