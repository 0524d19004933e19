"""Read what is left of templates to claim."""

from __future__ import annotations

from datetime import date

from liuke.domains.coupons.limits import STOCK, day_scope
from liuke.domains.coupons.opening import taken
from liuke.domains.coupons.rules import why_out_of_member_limit, why_unclaimable
from liuke.domains.coupons.template import CouponTemplate, Got
from liuke.domains.coupons.values import Reason, Taken
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Counted(Value, frozen=True):
    """What is spent of one declared limit."""

    template: str
    scope: str
    spent: int


class Offer(Value, frozen=True):
    """A template in the claim centre, as one member sees it; `left` is None without a limit."""

    template: str
    name: str
    name_zh: str
    left: int | None
    opens_on: date | None
    closes_on: date | None
    refused: Reason | None


COUNTED = Sql[Counted]("""
    SELECT template, scope, spent FROM coupons_counter
    WHERE template = ANY ($1::text[]) AND scope = ANY ($2::text[])
""")


async def offers(tx: Tx, member_id: MemberId) -> list[Offer]:
    """Return the claim centre as one member sees it: what is left, and why they may not."""
    rules = await live(tx)
    centre = [t for t in rules.items(CouponTemplate) if t.got is Got.CLAIMED]
    codes, scopes = [template.code for template in centre], [STOCK, day_scope(tx.today)]
    rows = await tx.rows(COUNTED, codes, scopes)
    spent = {(row.template, row.scope): row.spent for row in rows}
    had = await taken(tx, [member_id], centre)
    return [
        _offer(template, tx.today, spent, had.get((member_id, template.code), Taken()))
        for template in centre
    ]


def _offer(
    template: CouponTemplate, on: date, spent: dict[tuple[str, str], int], had: Taken
) -> Offer:
    limits = ((STOCK, template.stock), (day_scope(on), template.per_day))
    lefts = [
        max(0, maximum - spent.get((template.code, scope), 0))
        for scope, maximum in limits
        if maximum is not None
    ]
    left = min(lefts, default=None)
    why = why_unclaimable(template, on) or why_out_of_member_limit(template, had)
    why = why or (Reason.OUT_OF_STOCK if left == 0 else None)
    dates = (template.claim_from_on, template.claim_until_on)
    return Offer(template.code, template.name, template.name_zh, left, *dates, why)
