"""Spans: what the chains of a ledger ended in between two moments, in one figure a merchant.

A moment is a transaction id behind which everything is over. Every entry falls between two of
them for good, so that a figure kept outside the database can be computed again at any time: a
chain that was written anew, or whose newest entries were cut off, no longer gives it.
"""

from __future__ import annotations

from datetime import date

from liuke.kernel.ids import MerchantId
from liuke.kernel.reader import Reader
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Moment(Value, frozen=True):
    """A day of the database's clock, which cluster, and its oldest transaction still open."""

    day: date
    cluster: str
    through: int


class Span(Value, frozen=True):
    """What one merchant's ledger took in between two moments: its chains that grew, by how much.

    What was written before the first of some moments has place 0, and so on. `digest` is the
    hash of the chains' last links, in the order of their keys.
    """

    ledger: str
    place: int
    merchant_id: MerchantId
    chains: int
    entries: int
    digest: bytes


MOMENT = Sql[Moment]("""
    SELECT (lk_now() AT TIME ZONE 'UTC')::date AS day, system_identifier::text AS cluster,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS through
    FROM pg_control_system()
""")


async def moment(reader: Reader) -> Moment:
    """Return the moment before which everything is over."""
    (now,) = await reader.rows(MOMENT)
    return now
