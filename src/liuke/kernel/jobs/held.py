"""Held jobs: what failed too often, for a person to look at and let go again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from liuke.kernel.db import Tx
from liuke.kernel.ids import Id
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
    problem: str | None
    held_at: datetime


HELD = Sql[HeldJob]("""
    SELECT id, name, due_on, problem, held_at FROM kernel_job
    WHERE merchant_id = $1::uuid AND held_at IS NOT NULL
    ORDER BY held_at, id
    LIMIT 200
""")
RELEASE = Sql[JobId]("""
    UPDATE kernel_job SET held_at = NULL, attempts = 0, claim = claim + 1
    WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[]) AND held_at IS NOT NULL
    RETURNING id
""")


async def held_jobs(tx: Tx) -> list[HeldJob]:
    """Return the merchant's held jobs, longest held first, 200 at most."""
    return await tx.rows(HELD, tx.merchant_id)


async def release(tx: Tx, job_ids: Sequence[JobId]) -> list[JobId]:
    """Let held jobs run again with fresh attempts; a worker finds them within a minute."""
    return await tx.rows(RELEASE, tx.merchant_id, job_ids)
