"""The heads of every account's chain in a few figures, to be kept outside the database."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.ids import MerchantId
from liuke.kernel.reader import Reads
from liuke.kernel.rows import Sql
from liuke.kernel.spans import Span
from liuke.kernel.values import Value


class Anchor(Value, frozen=True):
    """One merchant's account heads in one figure: kept elsewhere, it shows a cut-off ledger."""

    merchant_id: MerchantId
    accounts: int
    entries: int
    digest: bytes


ANCHORS = Sql[Anchor]("""
    SELECT merchant_id, COUNT(*) AS accounts, SUM(seq)::bigint AS entries,
        sha256(STRING_AGG(link, ''::bytea ORDER BY member_id, book)) AS digest
    FROM points_account
    GROUP BY merchant_id
    ORDER BY merchant_id
""")


async def anchors(reader: Reads) -> list[Anchor]:
    """Return each merchant's anchor over the heads of its accounts, to be stored outside."""
    return await reader.rows(ANCHORS)


SPANS = Sql[Span]("""
    SELECT 'points' AS ledger, place, merchant_id, COUNT(*) AS chains,
        SUM(entries)::bigint AS entries,
        sha256(STRING_AGG(link, ''::bytea ORDER BY member_id, book)) AS digest
    FROM (
        SELECT width_bucket(xid, $1::bigint[]) AS place, merchant_id, member_id, book,
            COUNT(*) AS entries, (ARRAY_AGG(link ORDER BY seq DESC))[1] AS link
        FROM points_entry
        WHERE xid >= $2::bigint
        GROUP BY 1, 2, 3, 4
    ) head
    GROUP BY place, merchant_id
    ORDER BY place, merchant_id
""")


async def spans(reader: Reads, moments: Sequence[int], *, since: int = 0) -> list[Span]:
    """Return which chains grew before the first of ascending moments, between two, and after."""
    return await reader.rows(SPANS, list(moments), since)
