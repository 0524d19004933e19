"""What coupons do every night, and to their sums every few seconds."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.expire import due, expire
from liuke.domains.coupons.sums import fold_sums
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.jobs import daily, regular

FOLD_SECONDS = 20


@daily("coupons.expire", after="00:10", members=due)
async def expire_coupons(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """End coupons, claim windows and reservations that are over."""
    await expire(tx, member_ids)


@regular("coupons.sums", seconds=FOLD_SECONDS)
async def fold_steps(database: Database, merchant_id: MerchantId) -> None:
    """Keep the steps of sums few, so that reading them stays quick."""
    async with begin(database, system(merchant_id, "coupons.sums")) as tx:
        await fold_sums(tx)
