"""Forget what erased members did, on whatever device they were known."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

BY_MEMBER = Sql[None]("DELETE FROM analytics_behaviour WHERE member_id = ANY ($1::uuid[])")
BY_TRAIL = Sql[None]("""
    DELETE FROM analytics_behaviour b
    USING analytics_thread t
    WHERE t.member_id = ANY ($1::uuid[]) AND b.merchant_id = t.merchant_id
        AND b.anonymous_id = t.anonymous_id AND b.member_id IS NULL
""")
THREADS = Sql[None]("DELETE FROM analytics_thread WHERE member_id = ANY ($1::uuid[])")


async def forget_behaviour(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Delete the events of members, and the anonymous trails that became theirs."""
    await tx.run(BY_MEMBER, list(member_ids))
    await tx.run(BY_TRAIL, list(member_ids))
    await tx.run(THREADS, list(member_ids))
