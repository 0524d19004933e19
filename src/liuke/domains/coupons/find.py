"""Find the coupon a code stands on, whoever holds it: for the search box of staff."""

from __future__ import annotations

from liuke.domains.coupons.codes import spelled
from liuke.domains.coupons.values import Coupon
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

BY_CODE = Sql[Coupon]("""
    SELECT c.id, c.member_id, c.template, c.version, c.code, c.state, c.uses, c.uses_left,
           c.saved_minor, c.valid_from, c.valid_until, c.claim_until, c.claimed_at, c.reserved_for,
           c.reserved_until, c.issued_at, c.issued_by, c.cause, c.seq, c.first_id, c.given_for,
           c.old_code
    FROM coupons_code k
    JOIN coupons_coupon c ON c.merchant_id = k.merchant_id AND c.member_id = k.member_id
        AND c.id = k.coupon_id
    WHERE k.code = $1::bytea
""")


async def find_by_code(tx: Tx, text: str) -> Coupon | None:
    """Return the coupon whose code, or old code, was typed, in whatever state it is."""
    found = await tx.rows(BY_CODE, spelled(text))
    return found[0] if found else None
