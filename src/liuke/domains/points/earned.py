"""What members earned in a window of days: months, card years, any. Spending never lowers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

EARNED = Sql[int]("""
    SELECT (
        SELECT COALESCE(SUM(e.asked), 0)::bigint FROM points_entry e
        WHERE e.merchant_id = $1::uuid AND e.member_id = w.member_id AND e.book = w.book
            AND e.counts_on >= w.since AND e.counts_on < w.until
    ) AS points
    FROM UNNEST($2::uuid[], $3::text[], $4::date[], $5::date[]) WITH ORDINALITY
        AS w (member_id, book, since, until, position)
    ORDER BY w.position
""")


class Window(Value, frozen=True):
    """Business days from `since` up to but without `until`."""

    member_id: MemberId
    book: str
    since: date
    until: date


async def earned(tx: Tx, windows: Sequence[Window]) -> list[int]:
    """Return the points earned in each window, in order.

    An award counts on its own business day, however late it was posted; what was clawed back
    counts against the day of its award.
    """
    return await tx.rows(EARNED, tx.merchant_id, *columns(Window, windows))
