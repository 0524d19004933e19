"""What coupons do every night."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.expire import due, expire
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.jobs import daily


@daily("coupons.expire", after="00:10", members=due)
async def expire_coupons(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """End coupons, claim windows and reservations that are over."""
    await expire(tx, member_ids)
