"""Expire what has passed its last instant: validity, claim window or reservation."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.save import save
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

# Each part ends at the limit, so that where very many are due a batch does not read them all.
DUE = Sql[MemberId]("""
    SELECT member_id FROM (
        (SELECT DISTINCT member_id FROM coupons_coupon
         WHERE merchant_id = $1::uuid AND state = 'open' AND valid_until <= $2::timestamptz
             AND (reserved_until IS NULL OR reserved_until <= $2::timestamptz)
             AND member_id > $3::uuid
         ORDER BY member_id LIMIT $4)
        UNION
        (SELECT DISTINCT member_id FROM coupons_coupon
         WHERE merchant_id = $1::uuid AND state = 'open' AND claim_until <= $2::timestamptz
             AND claimed_at IS NULL AND member_id > $3::uuid
         ORDER BY member_id LIMIT $4)
        UNION
        (SELECT DISTINCT member_id FROM coupons_coupon
         WHERE merchant_id = $1::uuid AND reserved_until <= $2::timestamptz
             AND member_id > $3::uuid
         ORDER BY member_id LIMIT $4)
    ) due
    ORDER BY member_id
    LIMIT $4
""")


async def due(tx: Tx, after: MemberId | None = None, limit: int = 1000) -> list[MemberId]:
    """Return members with a coupon or a reservation that is over, in id order."""
    return await tx.rows(DUE, tx.merchant_id, tx.now, after or MemberId.first(), limit)


async def expire(tx: Tx, member_ids: Sequence[MemberId]) -> int:
    """End the coupons and reservations of members that are over; return how many steps it took.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    await tx.lock(member_ids)
    book = await open_coupons(tx, member_ids, (), await live(tx))
    for coupon_id in sorted(book.held):
        book.expire(coupon_id, at=tx.now)
    await save(tx, book)
    return len(book.entries)
