"""What happened to a member, newest first, read from the event log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liuke.kernel.clock import END_OF_TIME
from liuke.kernel.db import Tx
from liuke.kernel.ids import EventId, MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Happening(Value, frozen=True):
    """One event of one member."""

    id: EventId
    kind: str
    member_id: MemberId
    at: datetime
    actor: str
    body: dict[str, Any]


HAPPENINGS = Sql[Happening]("""
    SELECT id, kind, member_id, at, actor, body
    FROM kernel_event
    WHERE member_id = ANY ($1::uuid[]) AND ($2::text[] IS NULL OR kind = ANY ($2::text[]))
        AND (at, id) < ($3::timestamptz, $4::uuid)
    ORDER BY at DESC, id DESC
    LIMIT $5
""")


async def happenings(
    tx: Tx,
    member_ids: Sequence[MemberId],
    *,
    kinds: Sequence[str] | None = None,
    before: tuple[datetime, EventId] | None = None,
    limit: int | None = 50,
) -> list[Happening]:
    """Return events of members, newest first, of some kinds if named; all without a limit."""
    at, event_id = before or (END_OF_TIME, EventId.last())
    asked = None if kinds is None else list(kinds)
    return await tx.rows(HAPPENINGS, list(member_ids), asked, at, event_id, limit)
