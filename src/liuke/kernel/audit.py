"""Audit: who did what to what, with before, after and why; append-only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liuke.kernel.db import Tx
from liuke.kernel.ids import Id
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


class AuditId(Id):
    """One audited act."""

    prefix = "aud"
    __slots__ = ()


class Audited(Value, frozen=True):
    """An act as it was done."""

    id: AuditId
    at: datetime
    actor: str
    action: str
    subject: str
    before: Any
    after: Any
    reason: str


class Search(Value, frozen=True):
    """Which acts: of a subject, of an actor, of a kind; each may be left out."""

    subject: str | None = None
    actor: str | None = None
    action: str | None = None


ACTS = Sql[Audited]("""
    SELECT id, at, actor, action, subject, before, after, reason
    FROM kernel_audit
    WHERE ($1::text IS NULL OR subject = $1) AND ($2::text IS NULL OR actor = $2)
        AND ($3::text IS NULL OR action = $3) AND ($4::uuid IS NULL OR id < $4)
    ORDER BY id DESC
    LIMIT $5
""")


async def search_acts(
    tx: Tx, asked: Search, *, after: AuditId | None = None, limit: int = 50
) -> list[Audited]:
    """Page through what was done, newest first."""
    return await tx.rows(ACTS, asked.subject, asked.actor, asked.action, after, limit)
