"""What the desk keeps of members, for their own copy: batches they were part of, and their days."""

from __future__ import annotations

from datetime import date, datetime

from liuke.domains.members import contribute
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Part(Value, frozen=True):
    """A member's part in something done to many, and what became of it."""

    member_id: MemberId
    action: str
    made_at: datetime
    state: str
    skipped: str
    outcome: str
    field: str
    reason: str
    reason_zh: str


class Day(Value, frozen=True):
    """A day on which a member bought, by how many orders that stand."""

    member_id: MemberId
    day: date
    orders: int


PARTS = Sql[Part]("""
    SELECT p.member_id, b.action, b.made_at, b.state, p.skipped, p.outcome, p.field, p.reason,
        p.reason_zh
    FROM desk_batch_member p
    JOIN desk_batch b ON b.merchant_id = p.merchant_id AND b.id = p.batch_id
    WHERE p.member_id = ANY ($1::uuid[])
    ORDER BY p.member_id, b.made_at, b.id
""")
DAYS = Sql[Day]("""
    SELECT member_id, day, orders FROM desk_visit
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, day
""")

contribute("batches", PARTS)
contribute("days", DAYS)
