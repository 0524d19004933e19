"""Audit: who did what to what, with before, after and why; append-only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

RECORD = Sql[None]("""
    INSERT INTO kernel_audit (action, subject, before, after, reason, at, actor)
    SELECT action, subject, before, after, reason, $6, $7
    FROM UNNEST($1::text[], $2::text[], $3::jsonb[], $4::jsonb[], $5::text[])
        AS a (action, subject, before, after, reason)
""")


class Act(Value, frozen=True):
    """One audited act on one subject; `before` and `after` are plain values without secrets."""

    action: str
    subject: str
    before: Any = None
    after: Any = None
    reason: str = ""


async def record(tx: Tx, acts: Sequence[Act]) -> None:
    """Write acts to the audit log, in the transaction that does them."""
    await tx.run(RECORD, *columns(Act, acts), tx.now, tx.actor.name)
