"""Coupon templates as the tests publish them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from liuke.domains import programme
from liuke.domains.coupons.template import CashOff, CouponTemplate, DaysAfter, Goods, TimesCard
from liuke.domains.programme.publish import DraftText, Publication
from liuke.kernel.db import Tx
from liuke.kernel.ids import to_wire


def cash(code: str = "ten", **settings: Any) -> CouponTemplate:
    """Return ¥10 off, usable for a week, unless told otherwise."""
    given = {"effect": CashOff(1000), "validity": DaysAfter(7)} | settings
    return CouponTemplate(code=code, name=code, name_zh=code, **given)


def card(uses: int = 3, **settings: Any) -> CouponTemplate:
    """Return a times card for coffee."""
    return cash("card", effect=TimesCard(uses, Goods(products=("coffee",))), **settings)


async def publish(tx: Tx, *templates: CouponTemplate) -> None:
    """Publish a programme with these templates, ruling at once."""
    document = {
        "code": "shop",
        "name": "Shop",
        "name_zh": "店",
        "coupons": msgspec.to_builtins(templates, enc_hook=to_wire),
    }
    (saved,) = await programme.save(tx, [DraftText(document)])
    await programme.publish(tx, [Publication(saved.id)])


def in_days(day: date, days: int) -> date:
    """Return a later day."""
    return day + timedelta(days=days)
