"""The entries of members and sets, as the fold takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.open import load_editions
from liuke.domains.tiers.values import Entry
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

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


async def entries_of(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Entry]]:
    """Return everything that was ever counted for members, for their export."""
    found: dict[MemberId, list[Entry]] = {}
    for entry in await tx.rows(ENTRIES, list(member_ids)):
        found.setdefault(entry.member_id, []).append(entry)
    return found
