"""Read what a member holds, and the history of one coupon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains.coupons.errors import UnknownCoupons
from liuke.domains.coupons.values import Coupon, CouponId, Entry, State
from liuke.domains.members import followers
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

HOLDINGS = Sql[Coupon]("""
    SELECT id, member_id, template, version, code, state, uses, uses_left, saved_minor,
           valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
           issued_at, issued_by, cause, seq, first_id, given_for, old_code
    FROM coupons_coupon
    WHERE member_id = ANY ($1::uuid[]) AND ($2::text IS NULL OR state = $2)
      AND (member_id = $6::uuid OR state <> 'transferred')
      AND ($3::timestamptz IS NULL OR (issued_at, id) < ($3, $4::uuid))
    ORDER BY issued_at DESC, id DESC
    LIMIT $5
""")
ONE = Sql[Coupon]("""
    SELECT id, member_id, template, version, code, state, uses, uses_left, saved_minor,
           valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
           issued_at, issued_by, cause, seq, first_id, given_for, old_code
    FROM coupons_coupon
    WHERE member_id = ANY ($1::uuid[]) AND id = $2::uuid
""")
ALL = Sql[Coupon]("""
    SELECT id, member_id, template, version, code, state, uses, uses_left, saved_minor,
           valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
           issued_at, issued_by, cause, seq, first_id, given_for, old_code
    FROM coupons_coupon
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, issued_at, id
""")
HISTORY = Sql[Entry]("""
    SELECT member_id, coupon_id, seq, kind, at, cause, uses, saved_minor, until
    FROM coupons_entry
    WHERE member_id = ANY ($1::uuid[]) AND coupon_id = $2::uuid AND seq > $3
    ORDER BY seq
    LIMIT $4
""")
STEPS_OF = Sql[Entry]("""
    SELECT member_id, coupon_id, seq, kind, at, cause, uses, saved_minor, until
    FROM coupons_entry
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, coupon_id, seq
""")
START = (None, None)


async def holdings(
    tx: Tx,
    member_id: MemberId,
    *,
    state: State | None = None,
    limit: int = 50,
    after: tuple[datetime, CouponId] | None = None,
) -> list[Coupon]:
    """Return a member's coupons, newest first; `after` is the last one's instant and id.

    Those of members merged into them are among these; what a merge moved stands there once.
    """
    whose = await _whose(tx, member_id)
    return await tx.rows(HOLDINGS, whose, state, *(after or START), limit, member_id)


async def coupons_of(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Coupon]]:
    """Return every coupon members ever had, for their export."""
    found: dict[MemberId, list[Coupon]] = {}
    for coupon in await tx.rows(ALL, list(member_ids)):
        found.setdefault(coupon.member_id, []).append(coupon)
    return found


async def get_coupon(tx: Tx, member_id: MemberId, coupon_id: CouponId) -> Coupon:
    """Return one coupon of a member.

    Raises:
        UnknownCoupons: they have none of this id.
    """
    coupon = await tx.row(ONE, await _whose(tx, member_id), coupon_id)
    if coupon is None:
        raise UnknownCoupons((coupon_id,))
    return coupon


async def history(
    tx: Tx, member_id: MemberId, coupon_id: CouponId, *, after: int = 0, limit: int = 1000
) -> list[Entry]:
    """Return the steps of one coupon after it was issued, oldest first; `after` is a step's seq."""
    return await tx.rows(HISTORY, await _whose(tx, member_id), coupon_id, after, limit)


async def _whose(tx: Tx, member_id: MemberId) -> list[MemberId]:
    return (await followers(tx, [member_id]))[member_id]
