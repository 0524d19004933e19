"""What the books do every night."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.points.expire import due, expire
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.jobs import daily


@daily("points.expire", after="00:05", members=due)
async def expire_points(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Free waiting points, end overdue reservations, expire what is over."""
    await expire(tx, member_ids)
