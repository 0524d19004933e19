from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from liuke.domains.checkout.offers import lay, offer
from liuke.domains.coupons import Coupon, CouponId, CouponTemplate, template
from liuke.domains.coupons.codes import CouponCode
from liuke.domains.coupons.faults import check
from liuke.domains.coupons.template import (
    BuyXGetY,
    FreeItem,
    FreeShipping,
    Goods,
    Hours,
    Scope,
    TimesCard,
)
from liuke.domains.coupons.values import State
from liuke.domains.programme import VersionId
from liuke.domains.promotions import Decision, Line, PercentOff, Rule, Stacking, StageName
from liuke.kernel.ids import MemberId
from tests.coupons.templates import cash
from tests.make import SATURDAY, decided, line

START = datetime(2026, 3, 1, tzinfo=UTC)
HELD = Coupon(
    id=CouponId(bytes(16)), member_id=MemberId(bytes(16)), template="ten", version=VersionId.new(),
    code=CouponCode.new(), state=State.OPEN, uses=1, uses_left=1, saved_minor=0,
    valid_from=START, valid_until=None, claim_until=None, claimed_at=None,
    reserved_for=None, reserved_until=None, issued_at=START, issued_by="test", cause="test", seq=0,
)  # fmt: skip


def table(
    *kinds: CouponTemplate,
    lines: Sequence[Line] = (line("p", 5000),),
    rules: Sequence[Rule] = (),
    **place: Any,
) -> Decision:
    """Decide a basket with one coupon of each kind on the table, of several uses if it has them."""
    held = [
        (replace(HELD, id=CouponId(bytes([n] * 16)), uses=kind.uses, uses_left=kind.uses), kind)
        for n, kind in enumerate(kinds)
    ]
    return decided(rules, *lines, coupons=lay(held), **place)


def used(decision: Decision) -> list[tuple[str, int, int]]:
    """Return which coupons were used, how often, and what each took off."""
    return [(use.template, use.uses, use.off_minor) for use in decision.coupons]


def why_not(template: CouponTemplate, *, at: datetime = SATURDAY, **place: Any) -> str:
    """Return why ¥10 off is not given on a basket; empty when it is."""
    decision = decided([], line("p", 5000), at=at, coupons=(offer(HELD, template),), **place)
    assert decision.discount_minor == (0 if decision.missed else 1000)
    return "".join(one.why for one in decision.missed)


def test_weekdays_and_hours_both_have_to_fit() -> None:
    hours = (Hours("11:00", "13:00"), Hours("17:00", "18:00"))
    lunch = cash(scope=Scope(weekdays=(6, 7), hours=hours))
    eleven = SATURDAY.replace(hour=11)
    assert why_not(lunch, at=eleven) == ""
    assert why_not(lunch, at=eleven + timedelta(hours=2)) == "hours"
    assert why_not(lunch, at=eleven + timedelta(hours=6)) == ""
    assert why_not(lunch, at=eleven + timedelta(days=2)) == "weekday"
    assert why_not(cash(), at=eleven) == ""


def test_hours_may_pass_midnight() -> None:
    late = cash(scope=Scope(hours=(Hours("22:00", "02:00"),)))
    assert why_not(late, at=SATURDAY.replace(hour=1, minute=59)) == ""
    assert why_not(late, at=SATURDAY.replace(hour=2)) == "hours"


def test_hours_may_end_with_the_day() -> None:
    late = cash(scope=Scope(hours=(Hours("22:00", "24:00"),)))
    assert check([late, cash("all", scope=Scope(hours=(Hours("00:00", "24:00"),)))]) == []
    assert why_not(late, at=SATURDAY.replace(hour=23, minute=59)) == ""
    assert why_not(late, at=SATURDAY.replace(hour=0)) == "hours"


def test_stores_and_channels_honour_a_coupon_unless_left_out() -> None:
    scope = Scope(stores=("S1", "S2"), stores_excluded=("S2",), channels=("till",))
    assert why_not(cash(scope=scope), store="S1", channel="till") == ""
    assert why_not(cash(scope=scope), store="S2", channel="till") == "store"
    assert why_not(cash(scope=scope), store="S1", channel="web") == "channel"
    assert why_not(cash(), store="S9", channel="web") == ""


def test_an_order_takes_no_more_of_a_kind_than_it_says() -> None:
    one = table(cash(), cash(), cash("five"))
    assert used(one) == [("ten", 1, 1000), ("five", 1, 1000)]
    assert [(no.rule, no.why) for no in one.missed] == [("ten", "limit_reached")]
    assert used(table(cash(per_order=2), cash(per_order=2))) == [("ten", 1, 1000)] * 2
    card = cash("cup", effect=TimesCard(5, Goods(products=("p",))), per_order=3)
    assert used(table(card, card, lines=[line("p", 5000, 5)])) == [("cup", 3, 3000)]


def test_a_coupon_that_joins_no_other_still_joins_the_price_of_members() -> None:
    alone = cash("alone", stackable=False)
    price = Rule("m", (PercentOff(1000),), stage=StageName.MEMBER)
    assert table(alone, rules=[price]).discount_minor == 1500
    both = table(alone, cash())
    assert used(both) == [("alone", 1, 1000)]
    assert [(no.rule, no.why, no.other) for no in both.missed] == [("ten", "excluded", "alone")]
    way = cash("way", effect=FreeShipping(), stackable=False)
    assert used(table(way, cash("zero"), shipping_minor=600)) == [("way", 1, 600)]
    pair = cash(stackable=False, per_order=2)
    assert used(table(pair, pair)) == [("ten", 1, 1000)] * 2


def test_a_rule_that_never_joins_coupons_names_their_class_whatever_each_is_called() -> None:
    bars = Stacking("flash", excludes=("coupon",))
    flash = Rule("flash", (PercentOff(1000),), stage=StageName.ACTIVITY, stacking=bars)
    shut = table(cash(), cash("mine", stack_class="mine"), rules=[flash])
    assert shut.discount_minor == 500
    assert [(no.why, no.other) for no in shut.missed] == [("excluded", "flash")] * 2


def test_a_free_item_asks_its_threshold_of_the_goods_that_count() -> None:
    sock = FreeItem(Goods(products=("sock",)))
    shirts = Scope(include=Goods(products=("shirt",)))
    basket = [line("shirt", 9000), line("sock", 1000), line("cap", 8000)]
    assert used(table(cash(effect=sock, threshold_minor=18000), lines=basket)) == [("ten", 1, 1000)]
    missing = table(cash(effect=sock, threshold_minor=10000, scope=shirts), lines=basket).missed[0]
    assert (missing.why, missing.missing) == ("short_amount", 1000)
    with_shirt = cash(effect=sock, threshold_minor=9000, scope=shirts)
    assert used(table(with_shirt, lines=basket)) == [("ten", 1, 1000)]
    assert table(with_shirt, lines=basket[1:]).missed[0].why == "no_goods"


def test_a_coupon_that_gives_several_sets_at_once_is_used_once() -> None:
    thrice = cash(effect=BuyXGetY(buy=1, get=1, times_max=3))
    assert used(table(thrice, lines=[line("p", 8000, 8)])) == [("ten", 1, 3000)]


BASKET = (line("shirt", 9000), line("sock", 1000, 2), line("step", 900, 3))
STEPS = Scope(include=Goods(products=("step",)))
SOCKS = Goods(products=("sock",))


@pytest.mark.parametrize(
    ("effect", "scope", "off"),
    [
        (template.CashOff(700), Scope(), 700),
        (template.PercentOff(1000), Scope(), 1090),
        (template.PercentOff(1000, cap_minor=600), Scope(), 600),
        (template.FreeItem(SOCKS, quantity=2), Scope(), 1000),
        (template.Upgrade(), STEPS, 300),
        (template.Upgrade(surcharge_minor=100, quantity=2), STEPS, 400),
        (template.BuyXGetY(1), Scope(), 500),
        (template.BuyXGetY(1, pick=template.Pick.DEAREST), Scope(), 9000),
        (template.BuyXGetY(1, off_bp=4000, reward=SOCKS), Scope(), 200),
        (template.BuyXGetY(2, reward=Goods()), STEPS, 300),
        (template.FreeShipping(), Scope(), 800),
        (template.FreeShipping(cap_minor=500), Scope(), 500),
        (template.TimesCard(3, SOCKS), Scope(), 500),
    ],
)
def test_each_kind_takes_off_what_it_says(effect: template.Effect, scope: Scope, off: int) -> None:
    one = table(cash(effect=effect, scope=scope), lines=BASKET, shipping_minor=800)
    assert one.discount_minor + one.shipping_off_minor == off
    assert used(one) == [("ten", 1, off)]
