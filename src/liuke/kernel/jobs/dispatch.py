"""The dispatcher: events become jobs, each exactly once, and what the queue lost comes back.

Our rows and the queue's are written in one transaction. Any number of dispatchers may run.
"""

from __future__ import annotations

from typing import Any

from liuke.kernel.jobs.declared import Declared
from liuke.kernel.jobs.queue import Ticket, enqueue

EVENTS_MAX = 5_000
EVENTS_PER_JOB_MAX = 500
LOST_AFTER = "30 seconds"

DISPATCH = """
    SELECT merchant_id, id, name FROM kernel_dispatch($1::text[], $2::text[], $3, $4)
"""
POSITION = "SELECT event_id FROM queue.position WHERE reader = 'jobs'"
LOST = "SELECT merchant_id, id, name FROM kernel_lost_jobs($1::text::interval)"
PRUNE = """
    DELETE FROM queue.pgqueuer_log WHERE aggregated AND created < lk_now() - INTERVAL '7 days'
"""
PRUNE_COUNTS = """
    DELETE FROM queue.pgqueuer_statistics WHERE created < lk_now() - INTERVAL '90 days'
"""


async def dispatch(pool: Any, declared: Declared) -> bool:
    """Turn the next events into jobs, and tell whether there were any events to read.

    Events that nobody asks for are passed by, so that whoever is declared later starts from then.
    """
    pairs = [
        (subscription.name, kind.kind())
        for subscription in declared.subscriptions.values()
        for kind in subscription.kinds
    ]
    names, kinds = [name for name, _ in pairs], [kind for _, kind in pairs]
    before = await pool.fetchval(POSITION)
    await put(pool, DISPATCH, names, kinds, EVENTS_MAX, EVENTS_PER_JOB_MAX)
    return bool(await pool.fetchval(POSITION) != before)


async def reconcile(pool: Any, *, lost_after: str = LOST_AFTER) -> int:
    """Enqueue anew what waits for a worker and is in no queue; return how many."""
    return await put(pool, LOST, lost_after)


async def prune(pool: Any) -> None:
    """Forget deliveries a week old and counts a quarter old."""
    await pool.execute(PRUNE)
    await pool.execute(PRUNE_COUNTS)


async def put(pool: Any, statement: str, *args: object) -> int:
    """Enqueue the jobs that a statement makes, in its own transaction."""
    async with pool.acquire() as connection, connection.transaction():
        tickets = [Ticket.of(row) for row in await connection.fetch(statement, *args)]
        await enqueue(connection, tickets)
    return len(tickets)
