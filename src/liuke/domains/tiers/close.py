"""Let time pass for members: periods end, grace runs out, progress fades, versions are adopted."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.programme import Live, VersionId
from liuke.domains.tiers.book import Key, Standings, sets_of
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.save import save
from liuke.domains.tiers.values import Entry
from liuke.kernel.clock import business_date
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

DUE = Sql[MemberId]("""
    SELECT DISTINCT s.member_id
    FROM tiers_standing s
    JOIN UNNEST($1::text[], $2::uuid[]) AS v (set_code, version) USING (set_code)
    WHERE (s.due_on <= $3 OR s.version <> v.version) AND s.member_id > $4::uuid
    ORDER BY s.member_id
    LIMIT $5
""")


async def due(tx: Tx, after: MemberId | None = None, limit: int = 1000) -> list[MemberId]:
    """Return members, in id order, whom time has moved or who stand under an older version."""
    versions = _versions(await programme.live(tx))
    return await tx.rows(
        DUE, list(versions), list(versions.values()), tx.today, after or MemberId.first(), limit
    )


async def close(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Bring members' standings to today and under the live version; safe to repeat.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    live = await programme.live(tx)
    await tx.lock(member_ids)
    book = await open_standings(tx, member_ids, live)
    _adopt(tx, book, _versions(live))
    book.roll(list(book.standings), business_date(tx.now, tx.zone))
    await save(tx, book)


def _versions(live: Live) -> dict[str, VersionId]:
    return {spec.code: version for spec, version in live.derive(sets_of)}


def _adopt(tx: Tx, book: Standings, versions: dict[str, VersionId]) -> None:
    """Enter the live version for those who stand under another, so that a replay knows when."""
    for key, standing in list(book.standings.items()):
        version = versions[key.set_code]
        if standing.version != version:
            book.take(_turn(tx, key, version))


def _turn(tx: Tx, key: Key, version: VersionId) -> Entry:
    return Entry(
        key.member_id, key.set_code, f"version:{version}", tx.now, tx.today, version=version
    )
