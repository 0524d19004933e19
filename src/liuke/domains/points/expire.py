"""The nightly work of books: free what has waited, end what is over, a chunk of members a time."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.points.events import PointsExpired
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Because
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

DUE = Sql[MemberId]("""
    SELECT member_id FROM (
        (SELECT DISTINCT member_id FROM points_lot
         WHERE merchant_id = $1::uuid AND remaining > 0 AND expires_on < $2::date
             AND remaining > held AND NOT pending AND member_id > $4::uuid
         ORDER BY member_id LIMIT $5)
        UNION
        (SELECT DISTINCT member_id FROM points_account
         WHERE merchant_id = $1::uuid AND lapses_on < $2::date AND spendable > 0
             AND member_id > $4::uuid
         ORDER BY member_id LIMIT $5)
        UNION
        (SELECT DISTINCT member_id FROM points_lot
         WHERE merchant_id = $1::uuid AND pending AND available_at <= $3::timestamptz
             AND member_id > $4::uuid
         ORDER BY member_id LIMIT $5)
        UNION
        (SELECT DISTINCT member_id FROM points_hold
         WHERE merchant_id = $1::uuid AND state = 'open' AND expires_at <= $3::timestamptz
             AND member_id > $4::uuid
         ORDER BY member_id LIMIT $5)
    ) d
    ORDER BY member_id LIMIT $5
""")


async def due(tx: Tx, after: MemberId | None = None, limit: int = 1000) -> list[MemberId]:
    """Return members whose books time has moved, in id order, for `expire` to work through."""
    return await tx.rows(DUE, tx.merchant_id, tx.today, tx.now, after or MemberId.first(), limit)


async def expire(
    tx: Tx, member_ids: Sequence[MemberId], *, live: programme.Live | None = None
) -> list[PointsExpired]:
    """Free waiting points, end overdue reservations, then expire what is over; safe to repeat.

    Raises:
        UnknownMembers: some members do not exist.
    """
    accounts = await open_accounts(tx, member_ids, live or await programme.live(tx))
    because = Because()
    for account in accounts.by_key.values():
        account.expire(accounts.why(because, account.figures.book))
    await save(tx, accounts)
    return [e for e in accounts.journal.events if isinstance(e, PointsExpired)]
