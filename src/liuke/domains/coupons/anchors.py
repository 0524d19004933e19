"""The dates a coupon's life hangs on where it is the member's own: birthday and card date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from liuke.domains.coupons.template import BirthdayMonth, CardYear, CouponTemplate
from liuke.domains.coupons.values import Grant
from liuke.kernel import facts
from liuke.kernel.db import Tx

# The month is enough, and is known of members who keep their year of birth to themselves.
ASKED = {BirthdayMonth: "birthday.month", CardYear: "card.on"}
LEAP_YEAR = 2000


async def anchored(
    tx: Tx, grants: Sequence[Grant], templates: Iterable[CouponTemplate]
) -> Sequence[Grant]:
    """Fill in the dates of grants that need one and were given none."""
    needed = {t.code: fact for t in templates if (fact := ASKED.get(type(t.validity)))}
    lacking = [g for g in grants if g.template in needed and g.anchor_on is None]
    if not lacking:
        return grants
    found = await facts.read(tx, needed.values(), sorted({g.member_id for g in lacking}))
    return [
        replace(g, anchor_on=as_date(found[g.member_id].get(needed[g.template])))
        if g.template in needed and g.anchor_on is None
        else g
        for g in grants
    ]


def as_date(value: Any) -> date | None:
    """Read a date, or a month of the year as its first day.

    >>> as_date(2), as_date(None)
    (datetime.date(2000, 2, 1), None)
    """
    return date(LEAP_YEAR, value, 1) if isinstance(value, int) else value
