"""Jobs over HTTP: how far the work has come, and what waits for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from liuke.kernel.db import Tx
from liuke.kernel.jobs import (
    DailyRun,
    HeldJob,
    JobId,
    Queue,
    dismiss,
    held_jobs,
    last_runs,
    queues,
    release,
)
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Repeat, get, onward, position, post


class Jobs(Value, frozen=True):
    """Open jobs by name, the last run of each daily job, and a page of those that are held."""

    queues: list[Queue]
    runs: list[DailyRun]
    held: list[HeldJob]
    after: str | None


class Dismissal(Value, frozen=True):
    """Why a job is given up."""

    reason: Annotated[str, Meta(min_length=2, max_length=500)]


@get("/jobs", may="jobs.read")
async def list_jobs(tx: Tx, after: str | None = None, limit: Limit = 50) -> Jobs:
    """Tell how far the work has come, and page through held jobs, longest held first."""
    held = await held_jobs(tx, after=position(after, datetime, JobId), limit=limit)
    more = onward(held, limit, lambda last: (last.held_at, last.id))
    return Jobs(await queues(tx), await last_runs(tx), held, more)


@post("/jobs/{job_id}/retries", may="jobs.edit", repeat=Repeat.HONOURED)
async def retry_job(tx: Tx, job_id: JobId) -> HeldJob:
    """Let a held job run again, once; a worker finds it within a minute."""
    return (await release(tx, [job_id]))[0]


@post("/jobs/{job_id}/dismissals", may="jobs.edit", repeat=Repeat.HONOURED)
async def dismiss_job(tx: Tx, job_id: JobId, data: Dismissal) -> HeldJob:
    """Give a held job up, with a reason: what it was to do is left undone."""
    return (await dismiss(tx, [job_id], data.reason))[0]


ROUTES = [list_jobs, retry_job, dismiss_job]
