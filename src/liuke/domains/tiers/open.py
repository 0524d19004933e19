"""Open the standings of some members, with every edition of their sets they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec.structs import astuple

from liuke.domains import programme
from liuke.domains.programme import Live, VersionId
from liuke.domains.tiers.book import Head, Key, Standings
from liuke.domains.tiers.values import NO_VERSION, Day, Standing, TierSet
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class StandingRow(Value, frozen=True):
    """A stored standing: its key, then the fields of `Standing` in order, and its chain's head."""

    member_id: MemberId
    set_code: str
    level: str
    since_on: date | None
    anchor_on: date | None
    period_start_on: date | None
    period_end_on: date | None
    progress: int
    days: tuple[Day, ...]
    purchases: int
    purchases_here: int
    falls: int
    grace_until_on: date | None
    grace_missing: int
    grace_to: str
    hold_until_on: date | None
    pinned: bool
    card_until_on: date | None
    paused: str
    as_of_on: date | None
    last_at: datetime | None
    last_cause: str
    version: VersionId
    climbed_on: date | None
    seq: int
    link: bytes


STANDINGS = Sql[StandingRow]("""
    SELECT member_id, set_code, level, since_on, anchor_on, period_start_on, period_end_on,
           progress, days, purchases, purchases_here, falls, grace_until_on,
           grace_missing, grace_to,
           hold_until_on, pinned, card_until_on, paused, as_of_on, last_at, last_cause, version,
           climbed_on, seq, link
    FROM tiers_standing
    WHERE member_id = ANY ($1::uuid[])
""")


async def open_standings(tx: Tx, member_ids: Sequence[MemberId], live: Live) -> Standings:
    """Read the standings of members already locked; one statement, unless versions changed."""
    book = Standings(live, tx.zone, {})
    await widen(tx, book, member_ids)
    return book


async def widen(tx: Tx, book: Standings, member_ids: Sequence[MemberId]) -> None:
    """Read more members into a book; whom it holds already stays as it has them."""
    rows = await tx.rows(STANDINGS, list(member_ids))
    for row in rows:
        if (key := Key(row.member_id, row.set_code)) not in book.heads:
            book.heads[key] = Head(row.seq, row.link)
            if _is_live(book.live, key):
                book.hold(key, Standing(*astuple(row)[2:-2]))
    await load_editions(tx, book, (row.version for row in rows))


def _is_live(live: Live, key: Key) -> bool:
    return live.get(TierSet, key.set_code) is not None


async def load_editions(tx: Tx, book: Standings, versions: Iterable[VersionId]) -> None:
    """Make the sets of older versions known to the book."""
    known = {version for editions in book.editions.values() for version in editions}
    if not (wanted := set(versions) - known - {NO_VERSION}):
        return
    for version, edition in (await programme.editions(tx, sorted(wanted))).items():
        for spec in edition.items(TierSet):
            if spec.code in book.editions:
                book.editions[spec.code].setdefault(version, spec)
