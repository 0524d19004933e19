"""Held jobs: what failed too often, for a person to look at and let go again, or to give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.ids import Id
from liuke.kernel.problems import NotFound
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class JobId(Id):
    """One open job."""

    prefix = "job"
    __slots__ = ()


class HeldJob(Value, frozen=True):
    """A job set aside; `problem` is a code, never a message with data in it."""

    id: JobId
    name: str
    due_on: date | None
    events: int
    problem: str | None
    created_at: datetime
    held_at: datetime


class Queue(Value, frozen=True):
    """The open jobs of one name: how many wait, since when, and how many are held."""

    name: str
    waiting: int
    oldest_at: datetime | None
    held: int


class DailyRun(Value, frozen=True):
    """The last run of a daily job: its business day, when it was due and when it was done."""

    name: str
    due_on: date
    due_at: datetime
    done_at: datetime | None


@dataclass(eq=False)
class JobNotHeld(NotFound):
    """No such job waits for a person: it runs again, is done, or never was."""

    title = "No such job is held; it may have been let go already."
    title_zh = "没有这个被搁置的任务，可能已经处理过。"
    job_ids: tuple[JobId, ...]


HELD = Sql[HeldJob]("""
    SELECT id, name, due_on, cardinality(event_ids) AS events, problem, created_at, held_at
    FROM kernel_job
    WHERE merchant_id = $1::uuid AND held_at IS NOT NULL
        AND ($2::timestamptz IS NULL OR (held_at, id) > ($2, $3::uuid))
    ORDER BY held_at, id
    LIMIT $4
""")
QUEUES = Sql[Queue]("""
    SELECT name, COUNT(*) FILTER (WHERE held_at IS NULL) AS waiting,
        MIN(COALESCE(due_at, created_at)) FILTER (WHERE held_at IS NULL) AS oldest_at,
        COUNT(held_at) AS held
    FROM kernel_job WHERE merchant_id = $1::uuid
    GROUP BY name ORDER BY name
""")
RUNS = Sql[DailyRun]("""
    SELECT DISTINCT ON (name) name, due_on, due_at, done_at
    FROM kernel_run WHERE merchant_id = $1::uuid
    ORDER BY name, due_on DESC
""")
RELEASE = Sql[HeldJob]("""
    UPDATE kernel_job SET held_at = NULL, attempts = 0, claim = claim + 1
    WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[]) AND held_at IS NOT NULL
    RETURNING id, name, due_on, cardinality(event_ids) AS events, problem, created_at,
        old.held_at AS held_at
""")
DISMISS = Sql[HeldJob]("""
    DELETE FROM kernel_job
    WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[]) AND held_at IS NOT NULL
    RETURNING id, name, due_on, cardinality(event_ids) AS events, problem, created_at, held_at
""")
# A day given up is over: the next one could not begin before.
RUN_OVER = Sql[None]("""
    UPDATE kernel_run SET done_at = lk_now()
    WHERE merchant_id = $1::uuid AND job_id = ANY ($2::uuid[])
""")


async def held_jobs(
    tx: Tx, *, after: tuple[datetime, JobId] | None = None, limit: int = 200
) -> list[HeldJob]:
    """Page through the merchant's held jobs, longest held first."""
    return await tx.rows(HELD, tx.merchant_id, *(after or (None, None)), limit)


async def queues(tx: Tx) -> list[Queue]:
    """Return how many jobs of each name are open."""
    return await tx.rows(QUEUES, tx.merchant_id)


async def last_runs(tx: Tx) -> list[DailyRun]:
    """Return the last run of every daily job."""
    return await tx.rows(RUNS, tx.merchant_id)


async def release(tx: Tx, job_ids: Sequence[JobId]) -> list[HeldJob]:
    """Let held jobs run again with fresh attempts; a worker finds them within a minute.

    Raises:
        JobNotHeld: names those that are not held.
    """
    return await _resolved(tx, RELEASE, job_ids, audit.Act("jobs.retried", ""))


async def dismiss(tx: Tx, job_ids: Sequence[JobId], reason: str) -> list[HeldJob]:
    """Give held jobs up: what they were to do is left undone, and the record says why.

    Raises:
        JobNotHeld: names those that are not held.
    """
    dismissed = await _resolved(
        tx, DISMISS, job_ids, audit.Act("jobs.dismissed", "", reason=reason)
    )
    await tx.run(RUN_OVER, tx.merchant_id, list(job_ids))
    return dismissed


async def _resolved(
    tx: Tx, sql: Sql[HeldJob], job_ids: Sequence[JobId], act: audit.Act
) -> list[HeldJob]:
    jobs = await tx.rows(sql, tx.merchant_id, list(job_ids))
    if missing := tuple(sorted(set(job_ids) - {job.id for job in jobs})):
        raise JobNotHeld(missing)
    acts = [audit.Act(act.action, str(job.id), before=job, reason=act.reason) for job in jobs]
    await audit.record(tx, acts)
    return jobs
