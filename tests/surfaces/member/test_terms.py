"""Terms of coupons in words, as members read them."""

from __future__ import annotations

import pytest

from liuke.domains.coupons import CouponTemplate, template
from liuke.surfaces.member.terms import terms_of


@pytest.mark.parametrize(
    ("effect", "currency", "worth", "worth_zh"),
    [
        (template.CashOff(amount_minor=2_000), "CNY", "¥20 off", "减 20 元"),
        (template.CashOff(amount_minor=2_050), "CNY", "¥20.50 off", "减 20.50 元"),
        (template.CashOff(amount_minor=2_000), "JPY", "¥2,000 off", "减 2,000 日元"),
        (template.TimesCard(uses=1, item=template.Goods()), "CNY", "1 use", "可用 1 次"),
        (template.TimesCard(uses=3, item=template.Goods()), "CNY", "3 uses", "可用 3 次"),
        (template.FreeItem(template.Goods()), "CNY", "1 item free", "免费兑换 1 件"),
    ],
)
def test_a_coupon_says_what_it_is_worth_with_its_unit(
    effect: template.Effect, currency: str, worth: str, worth_zh: str
) -> None:
    told = terms_of(CouponTemplate("c", "C", "券", effect, template.Dates()), currency)
    assert (told.worth, told.worth_zh) == (worth, worth_zh)


def test_each_language_lists_in_its_own_way_and_knows_the_usual_ways_to_buy() -> None:
    scope = template.Scope(channels=("till", "mini"), weekdays=(6, 7))
    kind = CouponTemplate(
        "c", "C", "券", template.CashOff(amount_minor=500), template.Dates(),
        threshold_minor=3_000, scope=scope,
    )  # fmt: skip
    told = terms_of(kind, "CNY")
    assert told.conditions == ("from ¥30", "only in store, mini", "Sat, Sun")
    assert told.conditions_zh == ("满 30 元可用", "限门店、mini", "周六、周日")
