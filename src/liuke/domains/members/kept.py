"""Which merges a member was part of, for their own copy of what is kept."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.members.export import contribute
from liuke.domains.members.values import MemberState, MergeId
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class United(Value, frozen=True):
    """Two records that were made one, why, and whether they were parted again."""

    member_id: MemberId
    id: MergeId
    winner_id: MemberId
    loser_id: MemberId
    loser_state: MemberState
    reason: str
    merged_at: datetime
    undone_at: datetime | None


# Asked for both of a pair, it is one merge still.
MERGES = Sql[United]("""
    SELECT CASE WHEN winner_id = ANY ($1::uuid[]) THEN winner_id ELSE loser_id END AS member_id,
        id, winner_id, loser_id, loser_state, reason, merged_at, undone_at
    FROM members_merge
    WHERE winner_id = ANY ($1::uuid[]) OR loser_id = ANY ($1::uuid[])
    ORDER BY merged_at, id
""")

contribute("merges", MERGES)
