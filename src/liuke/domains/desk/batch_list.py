"""Batches as lists show them: what was done to many, by whom, and how far it has come."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.desk.batch import Batch
from liuke.domains.desk.values import BatchId
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Share(Value, frozen=True):
    """How many members of one batch came to one end."""

    batch_id: BatchId
    outcome: str
    members: int


class BatchRow(Value, frozen=True):
    """A batch that was started, whom it could reach, whom it reached, who was taken back."""

    batch: Batch
    able: int
    done: int
    undone: int


STARTED = Sql[Batch]("""
    SELECT id, action, params, reason, state, made_by, made_at, started_at, ended_at
    FROM desk_batch
    WHERE state <> 'preview' AND ($1::text IS NULL OR made_by = $1)
        AND ($2::text IS NULL OR action = $2) AND ($3::text IS NULL OR params ->> 'template' = $3)
        AND ($4::timestamptz IS NULL OR (made_at, id) < ($4, $5::uuid))
    ORDER BY made_at DESC, id DESC
    LIMIT $6
""")
SHARES = Sql[Share]("""
    SELECT batch_id, outcome, COUNT(*) AS members
    FROM desk_batch_member
    WHERE batch_id = ANY ($1::uuid[]) AND skipped = ''
    GROUP BY batch_id, outcome
""")


async def list_batches(
    tx: Tx,
    *,
    action: str | None = None,
    template: str | None = None,
    before: tuple[datetime, BatchId] | None = None,
    limit: int = 50,
) -> list[BatchRow]:
    """Return the batches started, the latest first; who works for some stores sees their own."""
    whose = None if tx.actor.stores is None else tx.actor.name
    at, batch_id = before or (None, None)
    found = await tx.rows(STARTED, whose, action, template, at, batch_id, limit)
    shares = await tx.rows(SHARES, [batch.id for batch in found])
    return [_row(batch, [one for one in shares if one.batch_id == batch.id]) for batch in found]


def _row(batch: Batch, shares: list[Share]) -> BatchRow:
    reached = {share.outcome: share.members for share in shares}
    able = sum(share.members for share in shares)
    return BatchRow(batch, able, reached.get("done", 0), reached.get("undone", 0))
