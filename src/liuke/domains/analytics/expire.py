"""Expire anonymous trails: what nobody did, long ago, is deleted here and leaves the lake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from liuke.domains.analytics.seat import seat
from liuke.kernel.actor import system
from liuke.kernel.clock import day_start
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.spool import until_none

NAME = "analytics.expire"
STEP = 5_000
# At once; what is left waits for the next minute.
STEPS_MAX = 20
# Whoever is told of meanwhile as somebody's stays.
EXPIRE = Sql[str | None]("""
    WITH oldest AS MATERIALIZED (
        SELECT id FROM analytics_behaviour
        WHERE merchant_id = $1::uuid AND member_id IS NULL AND on_ < $2::date
        ORDER BY on_ LIMIT $3 FOR UPDATE SKIP LOCKED
    )
    DELETE FROM analytics_behaviour b USING oldest o
    WHERE b.merchant_id = $1::uuid AND b.id = o.id AND b.member_id IS NULL
    RETURNING b.anonymous_id
""")
# The mark of a user whom nobody knew goes with the last of the trail it is of.
UNTIE = Sql[None]("""
    DELETE FROM analytics_thread t
    WHERE t.merchant_id = $1::uuid AND t.anonymous_id = ANY ($2::text[]) AND t.member_id IS NULL
        AND t.tied_at < $3 AND NOT EXISTS (
            SELECT FROM analytics_behaviour b
            WHERE b.merchant_id = t.merchant_id AND b.anonymous_id = t.anonymous_id
                AND b.member_id IS NULL
        )
""")


async def expire(database: Database, merchant_id: MerchantId) -> int:
    """Delete trails that are too old and nobody's, 100,000 events at most; return how many.

    Raises:
        LakeUnavailable: this process has no lake.
    """
    days, left = seat().trail_days, iter(range(STEPS_MAX))

    async def some() -> int | None:
        if next(left, None) is None:
            return None
        async with begin(database, system(merchant_id, NAME)) as tx:
            return await expire_some(tx, days, STEP) or None

    return sum(await until_none(some))


async def expire_some(tx: Tx, days: int, limit: int) -> int:
    """Delete the oldest of what is older than so many days and nobody's; return how many."""
    oldest = tx.today - timedelta(days=days)
    gone = await tx.rows(EXPIRE, tx.merchant_id, oldest, limit)
    trails: Sequence[str] = sorted({trail for trail in gone if trail})
    if trails:
        await tx.run(UNTIE, tx.merchant_id, trails, day_start(oldest, tx.zone))
    return len(gone)
