"""Anchors: the account heads that moved between two moments, in one figure a merchant.

A moment is a transaction id behind which everything is over. Every entry falls between two of
them for good, so that a figure kept outside the database can be computed again at any time: an
account whose newest entries were cut off no longer gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

R = TypeVar("R")


class Reader(Protocol):
    """Whatever runs statements: a transaction, or the connection of `liuke verify`."""

    async def rows(self, sql: Sql[R], /, *args: object) -> list[R]:
        """Run a statement and return its rows as values."""
        ...


class Moment(Value, frozen=True):
    """A day of the database's clock, which cluster, and its oldest transaction still open."""

    day: date
    cluster: str
    through: int


class Span(Value, frozen=True):
    """What one merchant posted between two moments: accounts, entries, and all heads hashed."""

    place: int
    merchant_id: MerchantId
    accounts: int
    entries: int
    digest: bytes


class Total(Value, frozen=True):
    """How many entries one merchant has."""

    merchant_id: MerchantId
    entries: int


MOMENT = Sql[Moment]("""
    SELECT (lk_now() AT TIME ZONE 'UTC')::date AS day, system_identifier::text AS cluster,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS through
    FROM pg_control_system()
""")
SPANS = Sql[Span]("""
    SELECT place, merchant_id, COUNT(*) AS accounts, SUM(entries)::bigint AS entries,
        sha256(STRING_AGG(link, ''::bytea ORDER BY member_id, book)) AS digest
    FROM (
        SELECT width_bucket(xid, $1::bigint[]) AS place, merchant_id, member_id,
            book, COUNT(*) AS entries, (ARRAY_AGG(link ORDER BY seq DESC))[1] AS link
        FROM points_entry
        WHERE xid >= $2::bigint
        GROUP BY 1, 2, 3, 4
    ) head
    GROUP BY place, merchant_id
    ORDER BY place, merchant_id
""")
TOTALS = Sql[Total]("""
    SELECT merchant_id, COUNT(*) AS entries FROM points_entry
    GROUP BY merchant_id ORDER BY merchant_id
""")


async def moment(reader: Reader) -> Moment:
    """Return the moment before which everything is over."""
    (now,) = await reader.rows(MOMENT)
    return now


async def spans(reader: Reader, moments: Sequence[int], *, since: int = 0) -> list[Span]:
    """Return what was posted before the first of ascending moments (place 0), between two, after.

    One pass over the entries from `since` on, however many moments there are.
    """
    return await reader.rows(SPANS, list(moments), since)


async def totals(reader: Reader) -> list[Total]:
    """Return how many entries every merchant has that `reader` may see."""
    return await reader.rows(TOTALS)
