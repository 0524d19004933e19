"""What members could put on the table now: for the till's first look at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains.coupons.codes import CouponCode
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import CouponId
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

PER_MEMBER_MAX = 100


class Usable(Value, frozen=True):
    """A coupon that may be used now, with what its template says of it."""

    member_id: MemberId
    id: CouponId
    code: CouponCode
    template: str
    uses_left: int
    valid_until: datetime | None
    name: str = ""
    name_zh: str = ""
    threshold_minor: int = 0


# Valid, claimed where that is asked, not held for another basket; what ends first comes first.
USABLE = Sql[Usable]("""
    SELECT c.member_id, c.id, c.code, c.template, c.uses_left, c.valid_until, '' AS name,
        '' AS name_zh, 0 AS threshold_minor
    FROM UNNEST($1::uuid[]) AS asked (member_id)
    CROSS JOIN LATERAL (
        SELECT member_id, id, code, template, uses_left, valid_until
        FROM coupons_coupon
        WHERE member_id = asked.member_id AND state = 'open' AND valid_from <= $2::timestamptz
            AND (valid_until IS NULL OR valid_until > $2::timestamptz)
            AND (claim_until IS NULL OR claimed_at IS NOT NULL)
            AND (reserved_until IS NULL OR reserved_until <= $2::timestamptz)
        ORDER BY valid_until, id
        LIMIT $3
    ) c
""")


async def usable(tx: Tx, member_ids: Sequence[MemberId]) -> list[Usable]:
    """Return the coupons members may use now, the first to end first, at most 100 each."""
    found = await tx.rows(USABLE, list(member_ids), tx.now, PER_MEMBER_MAX)
    templates = {one.code: one for one in (await live(tx)).items(CouponTemplate)}
    return [_named(one, templates.get(one.template)) for one in found]


def _named(one: Usable, template: CouponTemplate | None) -> Usable:
    if template is None:
        return one
    return Usable(
        one.member_id, one.id, one.code, one.template, one.uses_left, one.valid_until,
        template.name, template.name_zh, template.threshold_minor,
    )  # fmt: skip
