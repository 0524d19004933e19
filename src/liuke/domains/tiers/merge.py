"""Make the standings of two members one, part them again, and let returns follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from liuke.domains import programme
from liuke.domains.members import resolve
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.events import TierProgressUndone
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.save import save
from liuke.domains.tiers.values import Entry
from liuke.kernel.clock import business_date
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

# What the loser was given, the winner has had.
COPY_GIFTS = Sql[None]("""
    INSERT INTO tiers_grant
        (member_id, set_code, level, grant_code, period, cause, version, at, turn, undone_at)
    SELECT u.winner_id, g.set_code, g.level, g.grant_code, g.period, g.cause, g.version, g.at,
           g.turn, g.undone_at
    FROM UNNEST($1::uuid[], $2::uuid[]) AS u (winner_id, loser_id)
    JOIN tiers_grant g ON g.member_id = u.loser_id
    ON CONFLICT DO NOTHING
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


async def unite(tx: Tx, unions: Sequence[Union]) -> None:
    """Count everything of the losers for their winners too, each at its own time.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book, history = await _open(tx, unions)
    for union in unions:
        for spec, _ in book.sets:
            winner, loser = Key(union.winner_id, spec.code), Key(union.loser_id, spec.code)
            had = {entry.cause for entry in history[winner]}
            moved = [
                replace(entry, member_id=union.winner_id, reason=union.cause)
                for entry in history[loser]
                if entry.cause not in had
            ]
            if moved:
                book.add(winner, moved)
    pairs = columns(Union, unions)[:2]
    await tx.run(COPY_GIFTS, *pairs)
    await tx.run(COPY_RUNGS, *pairs)
    await save(tx, book)


async def part(tx: Tx, unions: Sequence[Union]) -> None:
    """Take back from the winners what a union counted; returns meanwhile go to the losers.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book, history = await _open(tx, unions)
    for union in unions:
        for spec, _ in book.sets:
            winner, loser = Key(union.winner_id, spec.code), Key(union.loser_id, spec.code)
            moved = [entry for entry in history[winner] if entry.reason == union.cause]
            causes = {entry.cause for entry in moved}
            since = [e for e in history[winner] if e.undoes in causes and e.cause not in causes]
            if moved:
                book.add(winner, _taken_back(tx, union, [*moved, *since]))
            had = {entry.cause for entry in history[loser]}
            if theirs := [e for e in since if e.cause not in had]:
                book.add(loser, [replace(e, member_id=union.loser_id) for e in theirs])
    await save(tx, book)


async def forward(tx: Tx, undone: Sequence[TierProgressUndone]) -> None:
    """Let the returns of merged members count for those they stand for now."""
    heirs = await resolve(tx, list({one.member_id for one in undone}))
    moved = [one for one in undone if heirs.get(one.member_id, one.member_id) != one.member_id]
    if not moved:
        return
    members = [heirs[one.member_id] for one in moved]
    await tx.lock(members)
    book = await open_standings(tx, members, await programme.live(tx))
    history = await histories(tx, book, [Key(heirs[o.member_id], o.set_code) for o in moved])
    for one in moved:
        key = Key(heirs[one.member_id], one.set_code)
        causes = {entry.cause for entry in history[key]}
        if one.undoes in causes and one.cause not in causes:
            book.add(key, [_again(tx, key, one)])
    await save(tx, book)


async def _open(tx: Tx, unions: Sequence[Union]) -> tuple[Standings, Histories]:
    members = [member for union in unions for member in (union.winner_id, union.loser_id)]
    await tx.lock(members)
    book = await open_standings(tx, members, await programme.live(tx))
    keys = [Key(member, spec.code) for member in members for spec, _ in book.sets]
    return book, await histories(tx, book, keys)


def _taken_back(tx: Tx, union: Union, entries: Iterable[Entry]) -> list[Entry]:
    return [
        replace(
            entry, cause=f"un{union.cause}/{entry.cause}", undoes=entry.cause, reason="",
            amount=-entry.amount, purchases=-entry.purchases,
            purchase_minor=-entry.purchase_minor, at=tx.now, day=tx.today,
        )
        for entry in entries
    ]  # fmt: skip


def _again(tx: Tx, key: Key, one: TierProgressUndone) -> Entry:
    return Entry(
        key.member_id, key.set_code, one.cause, one.at, business_date(one.at, tx.zone),
        amount=-one.amount, purchases=-one.purchases, purchase_minor=-one.purchase_minor,
        undoes=one.undoes,
    )  # fmt: skip
