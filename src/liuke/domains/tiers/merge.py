"""Make the standings of two members one, and part them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from liuke.domains import programme
from liuke.domains.members import bearers
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.census import come_back, leave
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.netting import grouped, stands, summed
from liuke.domains.tiers.occasions import OCCASION
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.save import save
from liuke.domains.tiers.values import Entry
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns


class Union(Value, frozen=True):
    """All that was counted for the loser counts for the winner, marked by the union's cause."""

    winner_id: MemberId
    loser_id: MemberId
    cause: str


Histories = Mapping[Key, list[Entry]]
Groups = Mapping[str, list[Entry]]

# What the loser was given, the winner has had; marked by the union, so that it goes when they part.
# What a return took from the winner alone is had again, and taken again when they part.
COPY_GIFTS = Sql[None]("""
    INSERT INTO tiers_grant AS w
        (member_id, set_code, level, grant_code, period, cause, version, at, turn, undone_at)
    SELECT DISTINCT ON (u.winner_id, g.set_code, g.grant_code, g.period)
        u.winner_id, g.set_code, g.level, g.grant_code, g.period,
        CASE WHEN starts_with(g.cause, $4) THEN $4 ELSE '' END || u.cause, g.version, g.at,
        g.turn, g.undone_at
    FROM UNNEST($1::uuid[], $2::uuid[], $3::text[]) AS u (winner_id, loser_id, cause)
    JOIN tiers_grant g ON g.member_id = u.loser_id
    ORDER BY u.winner_id, g.set_code, g.grant_code, g.period, g.undone_at NULLS FIRST, u.loser_id
    ON CONFLICT (merchant_id, member_id, set_code, grant_code, period) DO UPDATE
        SET undone_at = NULL, cause = 'again:' || EXCLUDED.cause
        WHERE w.undone_at IS NOT NULL AND EXCLUDED.undone_at IS NULL
""")
TAKE_AGAIN = Sql[None]("""
    UPDATE tiers_grant g SET undone_at = $3, cause = 'un' || u.cause
    FROM UNNEST($1::uuid[], $2::text[]) AS u (winner_id, cause)
    WHERE g.member_id = u.winner_id AND g.cause = 'again:' || u.cause
""")
DROP_GIFTS = Sql[None]("""
    DELETE FROM tiers_grant g
    USING UNNEST($1::uuid[], $2::text[]) AS u (winner_id, cause)
    WHERE g.member_id = u.winner_id AND g.cause IN (u.cause, $3 || u.cause)
""")
COPY_RUNGS = Sql[None]("""
    INSERT INTO tiers_rung
        (member_id, set_code, period_on, rung, progress, version, at, turn, undone_at)
    SELECT u.winner_id, r.set_code, r.period_on, r.rung, r.progress, r.version, r.at, r.turn,
           r.undone_at
    FROM UNNEST($1::uuid[], $2::uuid[]) AS u (winner_id, loser_id)
    JOIN tiers_rung r ON r.member_id = u.loser_id
    ON CONFLICT DO NOTHING
""")
# Of the same instant it is the loser's claim: one of the winner's own has its own.
DROP_RUNGS = Sql[None]("""
    DELETE FROM tiers_rung r
    USING UNNEST($1::uuid[], $2::uuid[]) AS u (winner_id, loser_id), tiers_rung l
    WHERE r.member_id = u.winner_id AND l.member_id = u.loser_id AND l.set_code = r.set_code
        AND l.period_on = r.period_on AND l.rung = r.rung AND l.at = r.at AND l.turn = r.turn
""")


async def unite(tx: Tx, unions: Sequence[Union]) -> None:
    """Count everything of the losers for their winners too, each at its own time.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book, history = await _open(tx, unions)
    for union in unions:
        for spec, _ in book.sets:
            winner, loser = Key(union.winner_id, spec.code), Key(union.loser_id, spec.code)
            if moved := _brought(union, grouped(history[winner]), grouped(history[loser])):
                book.add(winner, moved)
                history[winner].extend(moved)
    winners, losers, causes = columns(Union, unions)
    await leave(tx, losers)
    await tx.run(COPY_GIFTS, winners, losers, causes, OCCASION)
    await tx.run(COPY_RUNGS, winners, losers)
    await save(tx, book)


async def rejoin(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Count what came to merged members under ids of the past for everyone they are a part of.

    As if they had had it before the merge, so that it goes with them when they part.

    Raises:
        UnknownMembers: cannot happen; who was merged exists.
    """
    unions = [
        Union(bearer, loser, f"merge:{merge_id}")
        for loser, above in (await bearers(tx, member_ids)).items()
        for bearer, merge_id in above.items()
    ]
    if unions:
        await unite(tx, unions)


async def part(tx: Tx, unions: Sequence[Union]) -> None:
    """Take back from the winners what a union counted; returns meanwhile go to the losers.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book, history = await _open(tx, unions)
    for union in unions:
        for spec, _ in book.sets:
            winner, loser = Key(union.winner_id, spec.code), Key(union.loser_id, spec.code)
            groups = grouped(history[winner]).values()
            shared = [group for group in groups if any(e.reason == union.cause for e in group)]
            if shared:
                book.add(winner, [_taken_back(tx, union, group) for group in shared])
            had = {entry.cause for entry in history[loser]}
            since = [e for group in shared for e in group if not e.reason and e.cause not in had]
            if since:
                book.add(loser, [replace(e, member_id=union.loser_id) for e in since])
            elif history[loser]:  # whoever was merged was given nothing
                book.add(loser, [])
    winners, losers, causes = columns(Union, unions)
    await come_back(tx, losers)
    await tx.run(DROP_GIFTS, winners, causes, OCCASION)
    await tx.run(TAKE_AGAIN, winners, causes, tx.now)
    await tx.run(DROP_RUNGS, winners, losers)
    await save(tx, book)


async def _open(tx: Tx, unions: Sequence[Union]) -> tuple[Standings, Histories]:
    members = [member for union in unions for member in (union.winner_id, union.loser_id)]
    await tx.lock(members)
    book = await open_standings(tx, members, await programme.live(tx))
    keys = [Key(member, spec.code) for member in members for spec, _ in book.sets]
    return book, await histories(tx, book, keys)


def _brought(union: Union, ours: Groups, theirs: Groups) -> list[Entry]:
    """Return what the winner counts of the loser's: what is new, and what an undoing had taken."""
    had, brought = {entry.cause for group in ours.values() for entry in group}, []
    for root, group in theirs.items():
        if root not in ours:
            fresh = [entry for entry in group if entry.cause not in had]
            brought += [replace(e, member_id=union.winner_id, reason=union.cause) for e in fresh]
        elif (gone := _gone(ours[root])) and stands(group):
            brought.append(_counted_again(union, summed(group), gone))
    return brought


def _gone(group: Sequence[Entry]) -> Entry | None:
    """Return the undoing of a union that took a group back, if that is its last word."""
    given = {entry.undoes for entry in group}
    undone = [e for e in group if e.undoes and e.reason.startswith("un")]
    return next((entry for entry in undone if entry.cause not in given), None)


def _counted_again(union: Union, left: Entry, gone: Entry) -> Entry:
    """Give a group back what its undoing took; what moves no amount comes under a new cause."""
    moves = left.amount or left.purchases or left.purchase_minor
    return replace(
        left, member_id=union.winner_id, cause=f"{union.cause}/{left.cause}", reason=union.cause,
        undoes=gone.cause if moves else "",
    )  # fmt: skip


def _taken_back(tx: Tx, union: Union, group: Sequence[Entry]) -> Entry:
    left = summed(group)
    return replace(
        left, cause=f"un{union.cause}/{left.cause}", undoes=left.cause, reason=f"un{union.cause}",
        amount=-left.amount, purchases=-left.purchases, purchase_minor=-left.purchase_minor,
        at=tx.now, day=tx.today,
    )  # fmt: skip
