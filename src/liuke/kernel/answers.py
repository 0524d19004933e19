"""Answers: the first answer to a keyed request, given again to whoever repeats it.

The key row is written in the transaction it answers for, so a crash between commit and answer
costs nothing: the retry finds the original. Body differs → refused; in flight → refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from liuke.kernel.db import Tx
from liuke.kernel.problems import Invalid, Problem, Refused
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

KEY_LENGTH_MAX = 255


class Answer(Value, frozen=True):
    """What was answered first."""

    request_hash: bytes
    status: int
    body: bytes


class Claim(Value, frozen=True):
    """Whether this transaction may go on, and the first answer if there is one."""

    mine: bool
    request_hash: bytes | None
    status: int | None
    body: bytes | None


CLAIM = Sql[Claim]("""
    SELECT pg_try_advisory_xact_lock(hashtextextended(
               lk_merchant()::text || $1::text || ' ' || $2::text || ' ' || $3::text, 0)) AS mine,
           a.request_hash, a.status, a.body
    FROM (SELECT 1) AS one
    LEFT JOIN kernel_answer AS a ON a.client = $1 AND a.route = $2 AND a.key = $3
""")
REMEMBER = Sql[None]("""
    INSERT INTO kernel_answer (client, route, key, request_hash, status, body, answered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
""")


@dataclass(eq=False)
class KeyMissing(Problem):
    """A write that must be repeatable came without an Idempotency-Key."""

    status = 400
    title = "Send an Idempotency-Key header (1 to 255 characters) with this request."
    title_zh = "这个请求必须带 Idempotency-Key 头（1 到 255 个字符）。"
    field: str = "Idempotency-Key"


@dataclass(eq=False)
class KeyReused(Invalid):
    """The key was used before for a different request."""

    title = "This Idempotency-Key was used for a different request."
    title_zh = "这个 Idempotency-Key 已用于另一个请求。"
    field: str = "Idempotency-Key"


@dataclass(eq=False)
class KeyInFlight(Refused):
    """The same request is being answered right now."""

    title = "The same request is still being answered; repeat it in a moment."
    title_zh = "同一个请求正在处理，请稍后重试。"
    field: str = "Idempotency-Key"


class Question(Value, frozen=True):
    """A keyed request: who asked which route under which key, and a hash of what."""

    client: str
    route: str
    key: str
    request_hash: bytes


def question(client: str, route: str, key: str | None, body: bytes) -> Question:
    """Make the question a keyed request asks.

    Raises:
        KeyMissing: there is no key, or it is too long.
    """
    if not key or len(key) > KEY_LENGTH_MAX:
        raise KeyMissing
    return Question(client, route, key, hashlib.sha256(body).digest())


async def first_answer(tx: Tx, asked: Question) -> Answer | None:
    """Claim a question for this transaction; return its first answer if it has one.

    Raises:
        KeyReused: the first question under this key was another one.
        KeyInFlight: a rival is answering it now.
    """
    claim = await tx.row(CLAIM, asked.client, asked.route, asked.key)
    assert claim is not None, "a claim always returns one row"
    if claim.request_hash is None or claim.status is None or claim.body is None:
        if not claim.mine:
            raise KeyInFlight
        return None
    if claim.request_hash != asked.request_hash:
        raise KeyReused
    return Answer(claim.request_hash, claim.status, claim.body)


async def remember(tx: Tx, asked: Question, status: int, body: bytes) -> None:
    """Keep the answer, in the transaction it answers for."""
    await tx.run(
        REMEMBER, asked.client, asked.route, asked.key, asked.request_hash, status, body, tx.now
    )
