"""PgQueuer, behind one file: a pool, a queue to put jobs in, a manager that carries them.

It delivers at least once and knows nothing of what is done; `kernel_job` decides that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from pgqueuer.adapters.connections import create_asyncpg_pool
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job
from pgqueuer.domain.settings import ConnectionSettings, DBSettings
from pgqueuer.ports.driver import Driver

SETTINGS = DBSettings(db_schema="queue")
Carrier = QueueManager
Work = Callable[["Ticket"], Awaitable[None]]


class Ticket(NamedTuple):
    """What the queue carries: whose job it is, which, and what it is called. Ids only."""

    merchant_id: bytes
    job_id: bytes
    name: str

    @classmethod
    def of(cls, row: Sequence[Any]) -> Ticket:
        """Read a row of (merchant_id, id, name)."""
        return cls(row[0].bytes, row[1].bytes, row[2])

    @property
    def payload(self) -> bytes:
        """Return merchant and job as 32 bytes."""
        return self.merchant_id + self.job_id


@dataclass(frozen=True)
class Pace:
    """How eagerly workers look for work, and when a silent one is taken for dead."""

    heartbeat_seconds: float = 30.0
    poll_seconds: float = 0.5
    schedule_seconds: float = 20.0
    reconcile_seconds: float = 30.0
    tasks_max: int = 8


@asynccontextmanager
async def queue_pool(url: str) -> AsyncIterator[Any]:
    """Open a pool for the queue's own statements, without the codecs of `kernel.db`."""
    async with create_asyncpg_pool(
        url, ConnectionSettings(pool_min_size=1, pool_max_size=4)
    ) as pool:
        yield pool


def queries(driver: Driver) -> Queries:
    """Return PgQueuer's statements over our schema."""
    return Queries(
        driver,
        qbe=QueryBuilderEnvironment(SETTINGS),
        qbq=QueryQueueBuilder(SETTINGS),
        qbs=QuerySchedulerBuilder(SETTINGS),
    )


async def enqueue(connection: Any, tickets: Sequence[Ticket]) -> None:
    """Put jobs into the queue, in the connection's transaction; one already there stays one."""
    if tickets:
        count = len(tickets)
        await queries(AsyncpgDriver(connection)).enqueue(
            [ticket.name for ticket in tickets],
            [ticket.payload for ticket in tickets],
            [0] * count,
            dedupe_key=[str(UUID(bytes=ticket.job_id)) for ticket in tickets],
            on_conflict="skip",
        )


def again_in(seconds: float, problem: str) -> Exception:
    """Return what to raise so that the queue delivers the job again later."""
    return RetryRequested(timedelta(seconds=seconds), problem)


def manager(pool: Any, names: Iterable[str], work: Work) -> Carrier:
    """Return a manager that calls `work` for each job of these names; failures are held."""
    made = QueueManager(queries(AsyncpgPoolDriver(pool)))

    async def carry(job: Job) -> None:
        payload = job.payload or b""
        await work(Ticket(payload[:16], payload[16:], job.entrypoint))

    for name in names:
        made.entrypoint(name, on_failure="hold", accepts_context=False)(carry)
    return made


async def run(made: Carrier, pace: Pace) -> None:
    """Carry jobs until the manager is told to shut down; then wait for those under way."""
    await made.run(
        dequeue_timeout=timedelta(seconds=pace.poll_seconds),
        batch_size=pace.tasks_max // 2,
        max_concurrent_tasks=pace.tasks_max,
        heartbeat_timeout=timedelta(seconds=pace.heartbeat_seconds),
    )
