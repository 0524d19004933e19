"""Coupon templates as the tests publish them."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from liuke.domains import programme
from liuke.domains.coupons import CouponId, Grant, issue
from liuke.domains.coupons.template import CashOff, CouponTemplate, DaysAfter, Goods, TimesCard
from liuke.domains.programme import DraftText, Publication
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, to_wire


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


async def given(tx: Tx, member_id: MemberId, template: str, cause: str = "") -> CouponId:
    """Issue one coupon and return its id."""
    grant = Grant(member_id, template, cause or f"gift:{secrets.token_hex(4)}")
    (verdict,) = await issue(tx, [grant])
    assert verdict.coupon_id is not None
    return verdict.coupon_id
