"""Take back what a cause gave, as far as nobody has used it."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import CouponId, Grant, Holding
from liuke.domains.coupons.void import Voiding, void
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

UNUSED = Sql[Voiding]("""
    SELECT c.member_id, c.id AS coupon_id, 'undone' AS reason
    FROM UNNEST($1::uuid[], $2::uuid[]) AS a (member_id, id)
    JOIN coupons_coupon c ON c.member_id = a.member_id AND c.id = a.id
    WHERE c.state = 'open' AND c.uses_left = c.uses
      AND (c.valid_until IS NULL OR c.valid_until > $3)
      AND (c.reserved_until IS NULL OR c.reserved_until <= $3)
    ORDER BY c.member_id, c.id
""")
USED = Sql[Holding]("""
    SELECT c.member_id, c.id AS coupon_id
    FROM UNNEST($1::uuid[], $2::uuid[]) AS a (member_id, id)
    JOIN coupons_coupon c ON c.member_id = a.member_id AND c.id = a.id
    WHERE c.state = 'used'
    ORDER BY c.member_id, c.id
""")


async def take_back(tx: Tx, grants: Sequence[Grant]) -> int:
    """Void the coupons that answered `grants` and were never used; return how many.

    What was used stays used; should its use come back, it is void.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    members = [grant.member_id for grant in grants]
    await tx.lock(members)
    ids = [CouponId.made_of(g.member_id, g.template, g.cause) for g in grants]
    unused = await tx.rows(UNUSED, members, ids, tx.now)
    await void(tx, unused)
    if used := await tx.rows(USED, members, ids):
        book = await open_holdings(tx, used)
        for holding in used:
            book.recall(holding.coupon_id, at=tx.now)
        await save(tx, book)
    return len(unused)
