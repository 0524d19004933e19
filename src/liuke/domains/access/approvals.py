"""Approvals: an act above its limit is kept as a question, decided by somebody else, done once.

`require` stands in the route of the act. Without an approval it refuses, and the surface keeps
the question; with one it spends it in the transaction of the act, so that both happen or neither.
The limit is of a person's day: what they do without an approval adds up, with one it does not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from liuke.domains.access.alone import count_alone, done_alone
from liuke.domains.access.errors import (
    AlreadyDecided,
    ApprovalNeeded,
    ApprovalUnusable,
    OnlyPeople,
    SamePerson,
    UnknownApproval,
)
from liuke.domains.access.events import ApprovalAsked, ApprovalDecided, ApprovalWithdrawn
from liuke.domains.access.limits import limit
from liuke.domains.access.newcomers import require_independence
from liuke.domains.access.values import Approval, ApprovalId, Ask, KeyId, StaffId, Verdict
from liuke.kernel import audit
from liuke.kernel.actor import Actor
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, encode

APPROVAL_DAYS = 7


class Standing(Value, frozen=True):
    """What decides whether an approval may be decided or used."""

    state: str
    expires_at: datetime
    asked_person: StaffId | None
    decided_at: datetime | None


LOCK = Sql[None]("""
    SELECT pg_advisory_xact_lock(hashtextextended('approval ' || lk_merchant()::text || $1, 0))
""")
# An answer that came while nobody waited comes first: it is there to be used.
SAME = Sql[ApprovalId]("""
    SELECT id FROM access_approval
    WHERE state IN ('approved', 'pending') AND asked_by = $1 AND act = $2 AND payload_hash = $3
        AND expires_at > $4
    ORDER BY state, id DESC
    LIMIT 1
""")
BEHIND_KEY = Sql[StaffId]("SELECT made_by FROM access_key WHERE id = $1::uuid")
KEEP = Sql[None]("""
    INSERT INTO access_approval (
        id, act, subject, amount, limit_exceeded, done_today, payload, payload_hash, before, after,
        reason, asked_by, asked_person, asked_at, expires_at
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
""")
USE = Sql[ApprovalId]("""
    UPDATE access_approval SET state = 'used', used_at = $5
    WHERE id = $1::uuid AND act = $2 AND payload_hash = $3 AND asked_by = $4
        AND state = 'approved' AND expires_at > $5
    RETURNING id
""")
STANDING = Sql[Standing]("""
    SELECT state, expires_at, asked_person, decided_at FROM access_approval WHERE id = $1::uuid
""")
DECIDE = Sql[ApprovalId]("""
    UPDATE access_approval
    SET state = $3, decided_by = $2::uuid, decided_reason = $4, decided_at = $5
    WHERE id = $1::uuid AND state = 'pending' AND expires_at > $5
        AND asked_person IS DISTINCT FROM $2::uuid
    RETURNING id
""")
WITHDRAW = Sql[ApprovalId]("""
    UPDATE access_approval SET state = 'withdrawn'
    WHERE id = $1::uuid AND asked_by = $2 AND state = 'pending' AND expires_at > $3
    RETURNING id
""")
ASKED_BY = Sql[str]("SELECT asked_by FROM access_approval WHERE id = $1::uuid")
OF_STORES = Sql[ApprovalId]("""
    SELECT a.id FROM access_approval a
    JOIN access_staff s ON s.merchant_id = a.merchant_id AND s.id = a.asked_person
    WHERE a.id = $1::uuid AND s.store_ids && $2::uuid[]
""")


async def require(tx: Tx, asked: Ask, approval_id: ApprovalId | None = None) -> None:
    """Let an act pass below its limit, above it only by the approval of a second person.

    Raises:
        ApprovalNeeded: with what was done today it is above the limit, and nobody has approved it.
        ApprovalUnusable: so it is, and the approval is not one for exactly this request.
    """
    if tx.actor.kind == "system" or asked.amount == 0:
        return
    if approval_id is not None and await _use(tx, asked, approval_id):
        return
    most = await limit(tx, asked.act)
    if await count_alone(tx, asked.act, asked.amount, most):
        return
    if approval_id is None:
        raise ApprovalNeeded(ApprovalId.new(), most, asked, await done_alone(tx, asked.act))
    found = await tx.row(STANDING, approval_id)
    raise ApprovalUnusable(approval_id, found.state if found else "unknown")


async def _use(tx: Tx, asked: Ask, approval_id: ApprovalId) -> bool:
    used = await tx.row(USE, approval_id, asked.act, fingerprint(asked), tx.actor.name, tx.now)
    if used is not None:
        await _note(tx, "approvals.used", approval_id, asked.reason)
    return used is not None


def fingerprint(asked: Ask) -> bytes:
    """Return the hash of what is approved: the act, its amount and the payload, to the byte."""
    return sha256(encode([asked.act, asked.amount, asked.payload])).digest()


async def keep(database: Database, actor: Actor, needed: ApprovalNeeded) -> None:
    """Keep the question of a refused request, in a transaction of its own.

    A request sent again finds its own question: `needed` then names the one there is.
    """
    asked, mark = needed.ask, fingerprint(needed.ask)
    async with begin(database, actor) as tx:
        await tx.run(LOCK, actor.name)
        same = await tx.row(SAME, actor.name, asked.act, mark, tx.now)
        if same is not None:
            needed.approval_id = same
            return
        await tx.run(
            KEEP, needed.approval_id, asked.act, asked.subject, asked.amount, needed.limit,
            needed.done_today, asked.payload, mark, asked.before, asked.after, asked.reason,
            actor.name, await person(tx), tx.now, tx.now + timedelta(days=APPROVAL_DAYS),
        )  # fmt: skip
        tx.emit(ApprovalAsked(needed.approval_id, asked.act, asked.amount))
        await _note(tx, "approvals.asked", needed.approval_id, asked.reason)


async def person(tx: Tx) -> StaffId | None:
    """Return the person who acts, or who answers for the key that acts."""
    if tx.actor.kind == "staff":
        return StaffId.parse(tx.actor.id)
    if tx.actor.kind == "key":
        return await tx.row(BEHIND_KEY, KeyId.parse(tx.actor.id))
    return None


async def decide(tx: Tx, approval_id: ApprovalId, verdict: Verdict) -> ApprovalDecided:
    """Say yes or no to what somebody else asked; the first decision stands.

    Raises:
        OnlyPeople: a key or a job cannot decide.
        UnknownApproval: there is no such question, or none of somebody of the actor's stores.
        SamePerson: the one who asked, by whatever session or key, cannot decide.
        OneLetTheOtherIn: who asked let in who approves, or the other way round, only days ago.
        AlreadyDecided: somebody decided before, or it expired.
    """
    if tx.actor.kind != "staff":
        raise OnlyPeople
    decider = StaffId.parse(tx.actor.id)
    state = "approved" if verdict.approve else "refused"
    own = tx.actor.own_stores
    if own is not None and await tx.row(OF_STORES, approval_id, own) is None:
        raise UnknownApproval(approval_id)
    if verdict.approve:
        await require_independence(tx, approval_id, decider)
    decided = await tx.row(DECIDE, approval_id, decider, state, verdict.reason, tx.now)
    if decided is None:
        found = await tx.row(STANDING, approval_id)
        raise _why(approval_id, found, decider, tx.now)
    event = ApprovalDecided(approval_id, verdict.approve)
    tx.emit(event)
    await _note(tx, f"approvals.{state}", approval_id, verdict.reason)
    return event


def _why(
    approval_id: ApprovalId, found: Standing | None, decider: StaffId, now: datetime
) -> UnknownApproval | SamePerson | AlreadyDecided:
    if found is not None and found.asked_person == decider:
        return SamePerson()
    return _settled(found, approval_id, now)


def _settled(
    found: Standing | None, approval_id: ApprovalId, now: datetime
) -> UnknownApproval | AlreadyDecided:
    if found is None:
        return UnknownApproval(approval_id)
    state = "expired" if found.state == "pending" and found.expires_at <= now else found.state
    return AlreadyDecided(state, found.decided_at)


async def withdraw(tx: Tx, approval_id: ApprovalId) -> None:
    """Take back a question that the actor asked and nobody has decided.

    Raises:
        UnknownApproval: there is no such question of the actor's.
        AlreadyDecided: somebody decided before, it was taken back, or it expired.
    """
    if await tx.row(ASKED_BY, approval_id) != tx.actor.name:
        raise UnknownApproval(approval_id)
    if await tx.row(WITHDRAW, approval_id, tx.actor.name, tx.now) is None:
        found = await tx.row(STANDING, approval_id)
        raise _settled(found, approval_id, tx.now)
    tx.emit(ApprovalWithdrawn(approval_id))
    await _note(tx, "approvals.withdrawn", approval_id, "")


async def _note(tx: Tx, action: str, approval_id: ApprovalId, reason: str) -> None:
    await audit.record(tx, [audit.Act(action, str(approval_id), reason=reason)])


APPROVALS = Sql[Approval]("""
    SELECT id, act, subject, amount, limit_exceeded, done_today, payload, before, after, reason,
        asked_by, asked_at, expires_at, state, decided_by, decided_at, decided_reason, used_at
    FROM access_approval
    WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR id < $2) AND (
        $4::uuid[] IS NULL OR asked_by = $5 OR asked_person IN (
            SELECT s.id FROM access_staff s, UNNEST(s.store_ids) AS own (id)
            WHERE own.id = ANY ($4::uuid[])
        )
    )
    ORDER BY id DESC
    LIMIT $3
""")


async def search_approvals(
    tx: Tx, *, state: str | None = None, after: ApprovalId | None = None, limit: int = 50
) -> list[Approval]:
    """Page through questions, newest first; who works for some stores sees their people's."""
    return await tx.rows(APPROVALS, state, after, limit, tx.actor.own_stores, tx.actor.name)
