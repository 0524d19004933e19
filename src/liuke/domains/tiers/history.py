"""The entries of members and sets, as the fold takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.open import load_editions
from liuke.domains.tiers.values import Entry
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

HISTORY = Sql[Entry]("""
    SELECT member_id, set_code, cause, at, day, amount, purchases, purchase_minor, level,
           hold_until_on, card_on, card_until_on, undoes, reason, version
    FROM tiers_entry
    WHERE member_id = ANY ($1::uuid[]) AND set_code = ANY ($2::text[])
""")

ENTRIES = Sql[Entry]("""
    SELECT member_id, set_code, cause, at, day, amount, purchases, purchase_minor, level,
           hold_until_on, card_on, card_until_on, undoes, reason, version
    FROM tiers_entry
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, at, set_code, cause
""")


class Gift(Value, frozen=True):
    """A gift a member was given, or a rung they claimed; `undone_at` when a return took it."""

    member_id: MemberId
    set_code: str
    gift: str
    occasion: str
    at: datetime
    undone_at: datetime | None


class Moved(Value, frozen=True):
    """A climb, a fall or a prolongation."""

    member_id: MemberId
    set_code: str
    kind: str
    day: date
    before: str
    after: str
    why: str


GIFTS = Sql[Gift]("""
    SELECT member_id, set_code, grant_code AS gift, period AS occasion, at, undone_at
    FROM tiers_grant WHERE member_id = ANY ($1::uuid[])
    UNION ALL
    SELECT member_id, set_code, rung, period_on::text, at, undone_at
    FROM tiers_rung WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, at, set_code, gift
""")
MOVES = Sql[Moved]("""
    SELECT member_id, set_code, kind, day, before, after, why
    FROM tiers_movement WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, id
""")


async def histories(tx: Tx, book: Standings, keys: Iterable[Key]) -> Mapping[Key, list[Entry]]:
    """Read every entry of some members in some sets, and make its editions known to the book."""
    found: dict[Key, list[Entry]] = {key: [] for key in keys}
    members, codes = {key.member_id for key in found}, {key.set_code for key in found}
    rows = await tx.rows(HISTORY, list(members), list(codes))
    await load_editions(tx, book, (row.version for row in rows))
    for row in rows:
        if (key := Key(row.member_id, row.set_code)) in found:
            found[key].append(row)
    return found


async def look_back(tx: Tx, book: Standings, moments: Iterable[tuple[MemberId, datetime]]) -> None:
    """Read what tells where members stood at instants before the last that counted for them.

    `moments` are those of a batch, in its order; where none is of the past, nothing is read.
    """
    latest: dict[MemberId, datetime] = {}
    behind: set[Key] = set()
    for member_id, at in moments:
        seen = latest.setdefault(member_id, at)
        keys = [Key(member_id, spec.code) for spec, _ in book.sets]
        behind.update([key for key in keys if at < seen or book.is_past(key, at)])
        latest[member_id] = max(seen, at)
    if behind:
        book.past |= await histories(tx, book, behind)


async def entries_of(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Entry]]:
    """Return everything that was ever counted for members, for their export."""
    found: dict[MemberId, list[Entry]] = {}
    for entry in await tx.rows(ENTRIES, list(member_ids)):
        found.setdefault(entry.member_id, []).append(entry)
    return found


async def gifts_of(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Gift]]:
    """Return every gift and rung members ever had, for their export."""
    found: dict[MemberId, list[Gift]] = {}
    for gift in await tx.rows(GIFTS, list(member_ids)):
        found.setdefault(gift.member_id, []).append(gift)
    return found


async def moves_of(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Moved]]:
    """Return how members moved between levels, for their export."""
    found: dict[MemberId, list[Moved]] = {}
    for move in await tx.rows(MOVES, list(member_ids)):
        found.setdefault(move.member_id, []).append(move)
    return found
