"""Answers: the first answer to a keyed request, given again to whoever repeats it.

The key row is written in the transaction it answers for, so a crash between commit and answer
costs nothing: the retry finds the original. Body differs → refused; in flight → refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
               lk_merchant()::text || q.client || ' ' || q.route || ' ' || q.key, 0)) AS mine,
           a.request_hash, a.status, a.body
    FROM UNNEST($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
        AS q (client, route, key, place)
    LEFT JOIN kernel_answer AS a ON a.client = q.client AND a.route = q.route AND a.key = q.key
    ORDER BY q.place
""")
REMEMBER = Sql[None]("""
    INSERT INTO kernel_answer (client, route, key, request_hash, status, body, answered_at)
    SELECT client, route, key, request_hash, $6, body, $7
    FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[])
        AS n (client, route, key, request_hash, body)
""")
FORGET = Sql[None]("""
    DELETE FROM kernel_answer WHERE merchant_id = $1::uuid AND answered_at < $2
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
class ShownOnce(Refused):
    """The same request was answered before, with what is shown once only."""

    title = (
        "This was done already, and what it answered is shown once only: where that was lost,"
        " make another."
    )
    title_zh = "这个请求已经办过，其内容只显示一次；如果没有记下，请重新生成一个。"
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


async def first_answers(tx: Tx, asked: Sequence[Question]) -> list[Answer | None]:
    """Claim questions for this transaction; return the first answer of each that has one.

    Raises:
        KeyReused: the first question under a key was another one.
        KeyInFlight: a rival is answering one of them now.
    """
    claims = await tx.rows(
        CLAIM, [q.client for q in asked], [q.route for q in asked], [q.key for q in asked]
    )
    return [_answer(question, claim) for question, claim in zip(asked, claims, strict=True)]


def _answer(asked: Question, claim: Claim) -> Answer | None:
    if claim.request_hash is None or claim.status is None or claim.body is None:
        if not claim.mine:
            raise KeyInFlight
        return None
    if claim.request_hash != asked.request_hash:
        raise KeyReused
    return Answer(claim.request_hash, claim.status, claim.body)


async def remember(tx: Tx, asked: Sequence[Question], status: int, bodies: Sequence[bytes]) -> None:
    """Keep the answers, in the transaction they answer for."""
    if asked:
        await tx.run(
            REMEMBER,
            [q.client for q in asked],
            [q.route for q in asked],
            [q.key for q in asked],
            [q.request_hash for q in asked],
            list(bodies),
            status,
            tx.now,
        )


async def forget_answers(tx: Tx, before: datetime) -> None:
    """Forget first answers that are older: the same key then asks anew."""
    await tx.run(FORGET, tx.merchant_id, before)
