"""Follow members who become one, part again, or are erased."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members import MembersMerged, MembersUnmerged
from liuke.domains.segments.events import SegmentLeft
from liuke.domains.segments.membership import Moved, recount
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

# Lists keep the loser's place for the day the merge is undone; live segments are decided anew.
CARRY = Sql[Moved]("""
    INSERT INTO segments_member (code, member_id, since, merge_id)
    SELECT s.code, m.winner_id, s.since, m.merge_id
    FROM UNNEST($2::uuid[], $3::uuid[], $4::uuid[]) AS m (loser_id, winner_id, merge_id)
    JOIN segments_member s ON s.merchant_id = $1::uuid AND s.member_id = m.loser_id
    JOIN segments_segment g ON g.merchant_id = s.merchant_id AND g.code = s.code
    WHERE g.kind = 'frozen' AND NOT s.dormant
    ORDER BY s.code, m.winner_id
    ON CONFLICT (merchant_id, code, member_id) DO NOTHING
    RETURNING code, member_id
""")
REST = Sql[Moved]("""
    UPDATE segments_member s SET dormant = true
    FROM segments_segment g
    WHERE s.merchant_id = $1::uuid AND s.member_id = ANY ($2::uuid[])
        AND g.merchant_id = s.merchant_id AND g.code = s.code AND g.kind = 'frozen'
    RETURNING s.code, s.member_id
""")
WAKE = Sql[Moved]("""
    UPDATE segments_member SET dormant = false
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[]) AND dormant
    RETURNING code, member_id
""")
UNCARRY = Sql[Moved]("""
    DELETE FROM segments_member
    WHERE merchant_id = $1::uuid AND merge_id = ANY ($2::uuid[])
    RETURNING code, member_id
""")
OUT = Sql[Moved]("""
    DELETE FROM segments_member s USING segments_segment g
    WHERE s.merchant_id = $1::uuid AND s.member_id = ANY ($2::uuid[])
        AND g.merchant_id = s.merchant_id AND g.code = s.code AND g.kind = 'live'
    RETURNING s.code, s.member_id
""")
FORGET = Sql[Moved]("""
    DELETE FROM segments_member
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[])
    RETURNING code, member_id
""")


async def unite(tx: Tx, merges: Sequence[MembersMerged]) -> None:
    """Put winners on the lists of their losers; losers leave live segments."""
    losers = [merge.loser_id for merge in merges]
    winners, ids = [merge.member_id for merge in merges], [merge.merge_id for merge in merges]
    carried = await tx.rows(CARRY, tx.merchant_id, losers, winners, ids)
    resting = await tx.rows(REST, tx.merchant_id, losers)
    left = await _leave(tx, losers)
    await _count(tx, [*carried, *resting, *left])


async def part(tx: Tx, merges: Sequence[MembersUnmerged]) -> None:
    """Give losers their places back, and take away what winners had only from them."""
    woken = await tx.rows(WAKE, tx.merchant_id, [merge.loser_id for merge in merges])
    gone = await tx.rows(UNCARRY, tx.merchant_id, [merge.merge_id for merge in merges])
    await _count(tx, [*woken, *gone])


async def forget(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Take members out of every segment and list, for good."""
    left = await _leave(tx, member_ids)
    await _count(tx, [*left, *await tx.rows(FORGET, tx.merchant_id, list(member_ids))])


async def _leave(tx: Tx, member_ids: Sequence[MemberId]) -> list[Moved]:
    moved = await tx.rows(OUT, tx.merchant_id, list(member_ids))
    tx.emit(*(SegmentLeft(one.member_id, one.code) for one in moved))
    return moved


async def _count(tx: Tx, moved: Sequence[Moved]) -> None:
    if moved:
        await recount(tx, {one.code for one in moved})
