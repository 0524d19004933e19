"""Acts on many members: asked, previewed, started, carried out a thousand at a time, undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from liuke.domains import members, segments
from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.desk.errors import (
    BatchNotReady,
    BatchNotUndoable,
    DeedNotPermitted,
    UnknownBatch,
    UnknownDeed,
)
from liuke.domains.desk.events import BatchEnded, BatchStepped
from liuke.domains.desk.listing import ListAsked, select
from liuke.domains.desk.settle import Outcome, settle
from liuke.domains.desk.values import BatchId
from liuke.domains.members import may_earn
from liuke.kernel import audit
from liuke.kernel.actions import UNDOS, Deed, Work, parse, perform, undo_all
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from liuke.kernel.rows import Sql
from liuke.kernel.unfit import in_chinese, in_english
from liuke.kernel.values import Value, columns

MEMBERS_MAX = 50_000
STEP = 1_000
# What one may do to many: the right to do it to one, and the act that asks a second person.
RIGHTS: Mapping[str, tuple[str, str]] = {
    "coupons.issue": ("coupons.issue", "coupons.issue"),
    "points.award": ("points.adjust", "points.adjust"),
    "members.tag": ("members.tag", ""),
    "members.untag": ("members.tag", ""),
}

ENDS = {False: ("running", "done"), True: ("undoing", "undone")}


class BatchWish(Value, frozen=True):
    """A deed for those a condition fits, or for the members named; nothing is done yet."""

    deed: Deed
    reason: Annotated[str, Meta(min_length=3, max_length=500)]
    asked: ListAsked | None = None
    member_ids: Annotated[tuple[MemberId, ...], Meta(max_length=10_000)] = ()


class Batch(Value, frozen=True):
    """A batch as it stands."""

    id: BatchId
    action: str
    params: dict[str, Any]
    reason: str
    state: str
    made_by: str
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class Tally(Value, frozen=True):
    """How many members of a batch share a reason to be skipped and an outcome, and why."""

    skipped: str
    outcome: str
    field: str
    reason: str
    reason_zh: str
    members: int


class BatchShown(Value, frozen=True):
    """A batch, how many it can do, what became of them, and the amount a second person weighs."""

    batch: Batch
    total: int
    able: int
    amount: int
    tallies: list[Tally]
    undoable: bool


class Result(Value, frozen=True):
    """What became of one member."""

    member_id: MemberId
    skipped: str
    outcome: str


MAKE = Sql[None]("""
    INSERT INTO desk_batch (id, action, params, reason, state, made_by, made_at, segments)
    VALUES ($1::uuid, $2, $3, $4, 'preview', $5, $6, $7::text[])
""")
NAME = Sql[None]("""
    INSERT INTO desk_batch_member (batch_id, member_id, skipped)
    SELECT $1::uuid, member_id, skipped
    FROM UNNEST($2::uuid[], $3::text[]) AS m (member_id, skipped)
    ORDER BY member_id
""")
ONE = Sql[Batch]("""
    SELECT id, action, params, reason, state, made_by, made_at, started_at, ended_at
    FROM desk_batch
    WHERE id = $1::uuid AND ($2::text IS NULL OR made_by = $2)
""")
TALLIES = Sql[Tally]("""
    SELECT skipped, outcome, field, reason, reason_zh, COUNT(*) AS members
    FROM desk_batch_member WHERE batch_id = $1::uuid
    GROUP BY skipped, outcome, field, reason, reason_zh
    ORDER BY skipped, outcome, field, reason, reason_zh
""")
MOVE = Sql[BatchId]("""
    UPDATE desk_batch SET state = $3, started_at = COALESCE(started_at, $4),
        ended_at = CASE WHEN $3 IN ('done', 'undone') THEN $4::timestamptz END
    WHERE id = $1::uuid AND state = $2
    RETURNING id
""")
NEXT = Sql[MemberId]("""
    SELECT member_id FROM desk_batch_member
    WHERE batch_id = $1::uuid AND skipped = '' AND outcome = $2
    ORDER BY member_id
    LIMIT $3
""")
DONE = Sql[None]("""
    UPDATE desk_batch_member m
    SET outcome = o.outcome, field = o.field, reason = o.reason, reason_zh = o.reason_zh
    FROM UNNEST($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
        AS o (member_id, outcome, field, reason, reason_zh)
    WHERE m.batch_id = $1::uuid AND m.member_id = o.member_id
""")
RESULTS = Sql[Result]("""
    SELECT member_id, skipped, outcome FROM desk_batch_member
    WHERE batch_id = $1::uuid AND member_id > $2::uuid
    ORDER BY member_id
    LIMIT $3
""")


async def preview(tx: Tx, wish: BatchWish) -> BatchShown:
    """Keep who would be acted on and who not, and why; nothing is done to anybody.

    Raises:
        UnknownDeed: there is no such action, or its parameters do not fit.
        DeedNotPermitted: the actor may not do this to one member.
        FaultyCondition: the condition is not valid.
    """
    _permit(tx, wish.deed)
    wanted = await _wanted(tx, wish)
    batch_id = BatchId.new()
    await tx.run(
        MAKE, batch_id, wish.deed.action, wish.deed.params, wish.reason, tx.actor.name, tx.now,
        [] if wish.asked is None else segments.asked(wish.asked.where),
    )  # fmt: skip
    await tx.run(NAME, batch_id, list(wanted), list(wanted.values()))
    return await show(tx, batch_id)


def _permit(tx: Tx, deed: Deed) -> None:
    if deed.action not in RIGHTS:
        raise UnknownDeed("deed.action", "no such action", "没有这个操作")
    permission, _ = RIGHTS[deed.action]
    if not tx.actor.may(permission):
        raise DeedNotPermitted(permission)
    try:
        parse(deed)
    except msgspec.ValidationError as fault:
        raise UnknownDeed(
            "deed.params", in_english(str(fault)), f"参数不对：{in_chinese(str(fault))}"
        ) from fault


async def _wanted(tx: Tx, wish: BatchWish) -> dict[MemberId, str]:
    """Return everybody asked for, with why they are skipped; empty when they are not."""
    ids = list(dict.fromkeys(wish.member_ids))
    if wish.asked is not None:
        ids = await select(tx, wish.asked, limit=MEMBERS_MAX)
    own, found = tx.actor.stores, await members.standings(tx, ids)
    rows = [row for row in found.values() if own is None or row.store_id in own]
    return {row.id: "" if may_earn(row.state) else row.state.value for row in rows}


async def show(tx: Tx, batch_id: BatchId) -> BatchShown:
    """Return a batch as it stands; who works for some stores sees their own ones.

    Raises:
        UnknownBatch: there is no such batch.
    """
    whose = None if tx.actor.stores is None else tx.actor.name
    found = await tx.rows(ONE, batch_id, whose)
    if not found:
        raise UnknownBatch(batch_id)
    batch = found[0]
    tallies = await tx.rows(TALLIES, batch_id)
    able = sum(one.members for one in tallies if not one.skipped)
    each = int(batch.params.get("points") or batch.params.get("count") or 1)
    return BatchShown(
        batch=batch,
        total=sum(one.members for one in tallies),
        able=able,
        amount=able * each,
        tallies=tallies,
        undoable=batch.action in UNDOS and batch.state == "done",
    )


async def start(tx: Tx, batch_id: BatchId, approval_id: ApprovalId | None) -> BatchShown:
    """Let a previewed batch run; above the limit of its act by the word of a second person.

    Raises:
        UnknownBatch: there is no such batch.
        BatchNotReady: it runs already, or is over.
        DeedNotPermitted: the actor may not do this to one member.
        ApprovalNeeded: it is above the limit and nobody has approved it.
    """
    shown = await show(tx, batch_id)
    _permit(tx, Deed(shown.batch.action, shown.batch.params))
    if act := RIGHTS[shown.batch.action][1]:
        payload = (batch_id, shown.batch.action, shown.batch.params, shown.able)
        asked = Ask(
            act, shown.amount, payload, str(batch_id), shown.batch.reason,
            after={"members": shown.able, "each": shown.batch.params},
        )  # fmt: skip
        await require(tx, asked, approval_id)
    await _move(tx, shown.batch, "preview", "running")
    tx.emit(BatchStepped(batch_id, undoing=False))
    await _note(tx, "batches.started", shown)
    return await show(tx, batch_id)


async def undo(tx: Tx, batch_id: BatchId, *, reason: str) -> BatchShown:
    """Take back what a batch gave, as far as nobody has used it.

    Raises:
        UnknownBatch: there is no such batch.
        BatchNotUndoable: its action has no way back.
        BatchNotReady: it is not done.
        DeedNotPermitted: the actor may not do this to one member.
    """
    shown = await show(tx, batch_id)
    _permit(tx, Deed(shown.batch.action, shown.batch.params))
    if shown.batch.action not in UNDOS:
        raise BatchNotUndoable(batch_id)
    await _move(tx, shown.batch, "done", "undoing")
    tx.emit(BatchStepped(batch_id, undoing=True))
    await _note(tx, "batches.undone", shown, reason)
    return await show(tx, batch_id)


async def _move(tx: Tx, batch: Batch, before: str, after: str) -> None:
    if not await tx.rows(MOVE, batch.id, before, after, tx.now):
        raise BatchNotReady(batch.id, batch.state)


async def _note(tx: Tx, action: str, shown: BatchShown, reason: str = "") -> None:
    done = {"action": shown.batch.action, "params": shown.batch.params, "members": shown.able}
    act = audit.Act(action, str(shown.batch.id), None, done, reason or shown.batch.reason)
    await audit.record(tx, [act])


async def step(tx: Tx, event: BatchStepped) -> None:
    """Do the next thousand members of a batch, or end it; each member has one cause."""
    shown = await show(tx, event.batch_id)
    fit, became = ("done", "undone") if event.undoing else ("", "done")
    due = await tx.rows(NEXT, event.batch_id, fit, STEP)
    if not due:
        await _move(tx, shown.batch, *ENDS[event.undoing])
        tx.emit(BatchEnded(event.batch_id, event.undoing))
        return
    deed, cause = Deed(shown.batch.action, shown.batch.params), f"batch:{event.batch_id}"

    async def do(some: Sequence[MemberId]) -> Mapping[MemberId, Problem]:
        if event.undoing:
            await undo_all(tx, [Work(deed, list(some), cause)])
            return {}
        return await perform(tx, deed, some, cause)

    outcomes = await settle(tx, due, do, became)
    told = columns(Outcome, list(outcomes.values()))
    await tx.run(DONE, event.batch_id, list(outcomes), *told)
    tx.emit(BatchStepped(event.batch_id, event.undoing))


async def results(tx: Tx, batch_id: BatchId, *, after: MemberId, limit: int) -> list[Result]:
    """Return what became of each member, in id order.

    Raises:
        UnknownBatch: there is no such batch.
    """
    await show(tx, batch_id)
    return await tx.rows(RESULTS, batch_id, after, limit)
