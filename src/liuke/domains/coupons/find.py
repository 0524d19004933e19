"""Find the coupon a code stands on, whoever holds it: for the search box of staff."""

from __future__ import annotations

from liuke.domains.coupons.codes import spelled
from liuke.domains.coupons.values import Coupon, State
from liuke.domains.members import resolve
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


# What a merge moved is the same coupon still, and has the id it had at first.
GONE_ON = Sql[Coupon]("""
    SELECT id, member_id, template, version, code, state, uses, uses_left, saved_minor, valid_from,
           valid_until, claim_until, claimed_at, reserved_for, reserved_until, issued_at, issued_by,
           cause, seq, first_id, given_for, old_code
    FROM coupons_coupon
    WHERE member_id = $1::uuid AND COALESCE(first_id, id) = $2::uuid AND state <> 'transferred'
""")


async def find_by_code(tx: Tx, text: str) -> Coupon | None:
    """Return the coupon whose code, or old code, was typed, in whatever state it is.

    One that a merge moved is found with whoever has it now, and not where it was before.

    Raises:
        UnknownMembers: cannot happen; who held it exists.
    """
    found = await tx.rows(BY_CODE, spelled(text))
    if not found or found[0].state is not State.TRANSFERRED:
        return found[0] if found else None
    coupon = found[0]
    heir = (await resolve(tx, [coupon.member_id]))[coupon.member_id]
    moved = await tx.rows(GONE_ON, heir, coupon.first_id or coupon.id)
    return moved[0] if moved else coupon
