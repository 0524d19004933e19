"""Merge two members into one, and undo it within 30 days, exactly.

Nothing of the loser moves here: identities, cards, tags, consents and children stay theirs and are
read through `merged_into`. Ledgers of other domains react to `MembersMerged`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from liuke.domains.members.errors import BlockedLoser, CannotMerge, CannotUndoMerge
from liuke.domains.members.events import MembersMerged, MemberStateChanged, MembersUnmerged
from liuke.domains.members.values import MemberState, MergeId, Standing
from liuke.domains.members.view import standings
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

UNDO_DAYS = 30
WHOLE = {MemberState.NEW, MemberState.ACTIVE, MemberState.BLOCKED}


class Merging(Value, frozen=True):
    """A wish to make two members one; `reason` says what proves it: never a name alone."""

    winner_id: MemberId
    loser_id: MemberId
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class Merge(Value, frozen=True):
    """A merge as it was done."""

    id: MergeId
    winner_id: MemberId
    loser_id: MemberId
    loser_state: MemberState
    reason: str
    merged_at: datetime
    undone_at: datetime | None


class Row(Value, frozen=True):
    """A new row of members_merge, without its followers."""

    id: MergeId
    winner_id: MemberId
    loser_id: MemberId
    loser_state: MemberState
    reason: str


FOLLOWERS = Sql[MemberId]("""
    SELECT id FROM members_member WHERE merged_into = ANY ($1::uuid[]) ORDER BY id
""")
WRITE = Sql[None]("""
    INSERT INTO members_merge (
        id, winner_id, loser_id, loser_state, reason, followers, merged_at
    )
    SELECT n.id, n.winner_id, n.loser_id, n.loser_state, n.reason,
        ARRAY(SELECT f.id FROM members_member f WHERE f.merged_into = n.loser_id ORDER BY f.id), $6
    FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
        AS n (id, winner_id, loser_id, loser_state, reason)
""")
FORWARD = Sql[None]("""
    UPDATE members_member m
    SET state = 'merged', merged_into = n.winner_id
    FROM UNNEST($1::uuid[], $2::uuid[]) AS n (winner_id, loser_id)
    WHERE m.id = n.loser_id OR m.merged_into = n.loser_id
""")
# Whoever was active is so under another id as well.
AWAKE = Sql[MemberId]("""
    UPDATE members_member SET state = 'active', active_by_merge = true
    WHERE id = ANY ($1::uuid[]) AND state = 'new'
    RETURNING id
""")
# Of the losers that are left none was active, and nobody has said since that the winner is.
AS_BEFORE = Sql[MemberId]("""
    UPDATE members_member m SET state = 'new', active_by_merge = false
    WHERE m.id = ANY ($1::uuid[]) AND m.active_by_merge AND m.state = 'active' AND NOT EXISTS (
        SELECT FROM members_merge g
        WHERE g.merchant_id = m.merchant_id AND g.winner_id = m.id AND g.undone_at IS NULL
            AND g.loser_state = 'active'
    )
    RETURNING m.id
""")
MERGES = Sql[Merge]("""
    SELECT id, winner_id, loser_id, loser_state, reason, merged_at, undone_at
    FROM members_merge g
    WHERE id = ANY ($1::uuid[]) AND ($2::uuid[] IS NULL OR EXISTS (
        SELECT FROM members_member w
        WHERE w.merchant_id = g.merchant_id AND w.id = g.winner_id AND w.store_id = ANY ($2::uuid[])
    ))
""")
HISTORY = Sql[Merge]("""
    SELECT id, winner_id, loser_id, loser_state, reason, merged_at, undone_at
    FROM members_merge
    WHERE (winner_id = $1::uuid OR loser_id = $1::uuid)
        AND ($2::timestamptz IS NULL OR (merged_at, id) > ($2, $3::uuid))
    ORDER BY merged_at, id
    LIMIT $4
""")
CLOSE = Sql[MergeId]("""
    UPDATE members_merge SET undone_at = $2::timestamptz
    WHERE id = ANY ($1::uuid[]) AND undone_at IS NULL
    RETURNING id
""")
RESTORE = Sql[None]("""
    UPDATE members_member m
    SET state = CASE WHEN m.id = g.loser_id THEN g.loser_state ELSE 'merged' END,
        merged_into = CASE WHEN m.id = g.loser_id THEN NULL ELSE g.loser_id END
    FROM members_merge g
    WHERE g.id = ANY ($1::uuid[]) AND m.merchant_id = g.merchant_id
        AND (m.id = g.loser_id OR m.id = ANY (g.followers)) AND m.merged_into = g.winner_id
""")


async def merge(tx: Tx, wishes: Sequence[Merging]) -> list[MergeId]:
    """Make each loser a part of its winner, in the order asked.

    Raises:
        BlockedLoser: names losers who are blocked while their winner is not.
        CannotMerge: names members merged with themselves, twice, or who are erased or merged.
        UnknownMembers: names members that do not exist.
    """
    losers = [wish.loser_id for wish in wishes]
    named = [wish.winner_id for wish in wishes] + losers
    await tx.lock(named)
    await tx.lock(await tx.rows(FOLLOWERS, losers))
    rows = await standings(tx, list(set(named)))
    if wrong := _wrong(wishes, rows):
        raise CannotMerge(wrong)
    if let_in := _let_in(wishes, rows):
        raise BlockedLoser(let_in)
    made = [
        Row(MergeId.new(), w.winner_id, w.loser_id, rows[w.loser_id].state, w.reason)
        for w in wishes
    ]
    await tx.run(WRITE, *columns(Row, made), tx.now)
    await tx.run(FORWARD, [row.winner_id for row in made], [row.loser_id for row in made])
    await audit.record(
        tx,
        [
            Act("members.merged", str(row.winner_id), after=str(row.loser_id), reason=row.reason)
            for row in made
        ],
    )
    tx.emit(*(MembersMerged(row.winner_id, row.loser_id, row.id) for row in made))
    woken = [row.winner_id for row in made if row.loser_state is MemberState.ACTIVE]
    new, active = MemberState.NEW, MemberState.ACTIVE
    why = {row.winner_id: row.reason for row in made}
    tx.emit(*(MemberStateChanged(m, new, active, why[m]) for m in await tx.rows(AWAKE, woken)))
    return [row.id for row in made]


async def undo_merges(tx: Tx, merge_ids: Sequence[MergeId], *, reason: str) -> None:
    """Part members again, as they were; what happened to the winner since stays theirs.

    Raises:
        CannotUndoMerge: unknown, elsewhere, undone, over 30 days old, or the winner was merged on.
        UnknownMembers: cannot happen; members are never deleted.
    """
    merges = await tx.rows(MERGES, list(merge_ids), tx.actor.own_stores)
    found = {row.id: row for row in merges}
    for merge_id in merge_ids:
        if merge_id not in found:
            raise CannotUndoMerge(merge_id, "unknown")
    members = [m for row in found.values() for m in (row.winner_id, row.loser_id)]
    await tx.lock(members)
    rows = await standings(tx, members)
    for row in found.values():
        _check_undo(row, rows, tx.now)
    closed = set(await tx.rows(CLOSE, list(merge_ids), tx.now))
    for merge_id in set(merge_ids) - closed:
        raise CannotUndoMerge(merge_id, "undone already")
    await tx.run(RESTORE, list(merge_ids))
    await audit.record(
        tx,
        [
            Act("members.unmerged", str(row.winner_id), before=str(row.loser_id), reason=reason)
            for row in found.values()
        ],
    )
    tx.emit(*(MembersUnmerged(r.winner_id, r.loser_id, r.id) for r in found.values()))
    again = await tx.rows(AS_BEFORE, [row.winner_id for row in found.values()])
    new, active = MemberState.NEW, MemberState.ACTIVE
    tx.emit(*(MemberStateChanged(member_id, active, new, reason) for member_id in again))


async def merges(
    tx: Tx, member_id: MemberId, *, after: tuple[datetime, MergeId] | None = None, limit: int = 50
) -> list[Merge]:
    """Return the merges a member was part of, oldest first."""
    return await tx.rows(HISTORY, member_id, *(after or (None, None)), limit)


def _wrong(wishes: Sequence[Merging], rows: dict[MemberId, Standing]) -> tuple[MemberId, ...]:
    lost = Counter(wish.loser_id for wish in wishes)
    wrong = {m for m, row in rows.items() if row.state not in WHOLE}
    wrong |= {m for m, times in lost.items() if times > 1}
    wrong |= {wish.winner_id for wish in wishes if wish.winner_id in lost}
    return tuple(sorted(wrong))


def _let_in(wishes: Sequence[Merging], rows: dict[MemberId, Standing]) -> tuple[MemberId, ...]:
    """Return the losers whose block a winner would lift: whoever blocked them decides that."""
    blocked = MemberState.BLOCKED
    return tuple(
        wish.loser_id
        for wish in wishes
        if rows[wish.loser_id].state is blocked and rows[wish.winner_id].state is not blocked
    )


def _check_undo(row: Merge, rows: dict[MemberId, Standing], now: datetime) -> None:
    if row.undone_at is not None:
        raise CannotUndoMerge(row.id, "undone already")
    if now - row.merged_at > timedelta(days=UNDO_DAYS):
        raise CannotUndoMerge(row.id, f"older than {UNDO_DAYS} days")
    if rows[row.loser_id].merged_into != row.winner_id or rows[row.winner_id].state not in WHOLE:
        raise CannotUndoMerge(row.id, "the members have changed since")
