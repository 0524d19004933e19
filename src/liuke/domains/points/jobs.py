"""What the books do every night, and to their sums every few seconds."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.points.expire import due, expire
from liuke.domains.points.sums import fold_sums
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.jobs import daily, regular

FOLD_SECONDS = 20


@daily("points.expire", after="00:05", members=due)
async def expire_points(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Free waiting points, end overdue reservations, expire what is over."""
    await expire(tx, member_ids)


@regular("points.sums", seconds=FOLD_SECONDS)
async def fold_steps(database: Database, merchant_id: MerchantId) -> None:
    """Keep the steps of sums few, so that reading them stays quick."""
    async with begin(database, system(merchant_id, "points.sums")) as tx:
        await fold_sums(tx)
