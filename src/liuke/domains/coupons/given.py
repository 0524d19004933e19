"""Find the coupons a cause gave: those of one batch, for who takes their codes along."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.values import Coupon, CouponId, Grant
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

# The ids follow from the grants, so each coupon is one look into the primary key.
GIVEN = Sql[Coupon]("""
    SELECT c.id, c.member_id, c.template, c.version, c.code, c.state, c.uses, c.uses_left,
           c.saved_minor, c.valid_from, c.valid_until, c.claim_until, c.claimed_at, c.reserved_for,
           c.reserved_until, c.issued_at, c.issued_by, c.cause, c.seq, c.first_id, c.given_for,
           c.old_code
    FROM UNNEST($1::uuid[], $2::uuid[]) WITH ORDINALITY AS a (member_id, id, place)
    JOIN coupons_coupon c ON c.member_id = a.member_id AND c.id = a.id
    ORDER BY a.place
""")


def grants_of(member_ids: Sequence[MemberId], template: str, count: int, cause: str) -> list[Grant]:
    """Return the grants of one cause: each coupon of a member has a cause of its own.

    >>> one = MemberId(bytes(16))
    >>> [grant.cause for grant in grants_of([one], "ten", 2, "batch:7")]
    ['batch:7:ten#0', 'batch:7:ten#1']
    """
    causes = [f"{cause}:{template}#{number}" for number in range(count)]
    return [Grant(id_, template, own) for id_ in member_ids for own in causes]


async def given(tx: Tx, grants: Sequence[Grant]) -> list[Coupon]:
    """Return the coupons that grants gave, in their order; what was refused is not among them."""
    ids = [CouponId.made_of(g.member_id, g.template, g.cause) for g in grants]
    return await tx.rows(GIVEN, [grant.member_id for grant in grants], ids)
