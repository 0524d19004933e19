"""How far the work is behind, over all merchants: for `liuke doctor`."""

from __future__ import annotations

from liuke.kernel.db import administer
from liuke.kernel.values import Value

COUNTED_MAX = 10_000

LAG = """
    SELECT
        (
            SELECT COUNT(*) FROM (
                SELECT FROM public.kernel_event AS e, queue.position AS p
                WHERE p.reader = 'jobs' AND (e.epoch, e.xid, e.id) > (p.epoch, p.xid, p.event_id)
                LIMIT $1
            ) AS unread
        ),
        COUNT(*) FILTER (WHERE held_at IS NULL AND COALESCE(due_at, created_at) <= lk_now()),
        COALESCE(EXTRACT(EPOCH FROM lk_now() - MIN(COALESCE(due_at, created_at)) FILTER (
            WHERE held_at IS NULL AND COALESCE(due_at, created_at) <= lk_now()
        )), 0)::bigint,
        COUNT(*) FILTER (WHERE held_at IS NOT NULL)
    FROM public.kernel_job
"""


class Lag(Value, frozen=True):
    """Events no dispatcher has read (10,000 stand for more), jobs that wait, jobs set aside."""

    unread_events: int
    waiting_jobs: int
    oldest_seconds: int
    held_jobs: int


async def lag(url: str) -> Lag:
    """Ask as the role that reads everything how far the work is behind.

    Raises:
        DatabaseAway: nothing answers at `url`.
    """
    async with administer(url) as reader:
        return Lag(*await reader.fetchrow(LAG, COUNTED_MAX))
