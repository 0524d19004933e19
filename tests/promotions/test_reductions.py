"""Percent, amounts, prices and thresholds, in figures."""

from __future__ import annotations

import pytest

from liuke.domains.promotions import (
    AmountOff,
    Base,
    Basis,
    CouponOffer,
    FixedPrice,
    Group,
    Match,
    Mode,
    Per,
    PercentOff,
    PriceList,
    Rule,
    Scope,
    StageName,
    Step,
    Take,
    ThresholdOff,
    UnitsOff,
)
from tests.make import decided, line


def off(effect: object, *lines: object, **more: object) -> list[int]:
    """Return what an effect takes off each line."""
    decision = decided([Rule("r", (effect,))], *lines, **more)  # type: ignore[arg-type] # tests
    return [result.discount_minor for result in decision.lines]


def test_percent_is_rounded_once_across_and_shared_by_the_largest_remainder() -> None:
    assert off(PercentOff(1000), line("a", 333), line("b", 333), line("c", 333)) == [34, 33, 33]


def test_percent_may_be_rounded_per_line_or_per_unit() -> None:
    lines = line("a", 999, 3), line("b", 15)
    assert off(PercentOff(1000, per=Per.LINE), *lines) == [100, 2]
    assert off(PercentOff(1000, per=Per.UNIT), *lines) == [99, 2]


def test_units_of_unlike_price_are_rounded_each_by_itself() -> None:
    assert off(PercentOff(5_000, per=Per.UNIT), line("a", 1_000, 3)) == [167 * 3]


def test_percent_stops_at_its_cap() -> None:
    assert off(PercentOff(5000, cap_minor=300), line("a", 1000), line("b", 500)) == [200, 100]
    capped = PercentOff(5000, cap_minor=300, per=Per.LINE)
    assert off(capped, line("a", 1000), line("b", 500)) == [200, 100]


def test_an_amount_never_takes_more_than_the_goods_are_worth() -> None:
    decision = decided([Rule("r", (AmountOff(5000),))], line("a", 700), line("b", 300))
    assert decision.payable_minor == 0
    assert (decision.effects[0].desired_minor, decision.effects[0].applied_minor) == (5000, 1000)
    assert decision.effects[0].reason == "nothing_left"


def test_an_amount_may_come_off_each_line_or_each_unit() -> None:
    lines = line("a", 900, 3), line("b", 50)
    assert off(AmountOff(100, per=Per.LINE), *lines) == [100, 50]
    assert off(AmountOff(100, per=Per.UNIT), *lines) == [300, 50]


def test_a_fixed_price_lowers_and_never_raises() -> None:
    assert off(FixedPrice(250), line("a", 900, 3), line("b", 200)) == [150, 0]


def test_a_weighed_line_is_priced_by_the_kilogram() -> None:
    assert off(FixedPrice(1000), line("pear", 900, grams=750)) == [150]


def test_a_price_list_knows_skus_before_products() -> None:
    prices = PriceList({"a": 80, "a-red": 70})
    lines = line("a", 100), line("a", 100, sku="a-red"), line("b", 100)
    assert off(prices, *lines) == [20, 30, 0]


def test_the_cheapest_or_dearest_item_is_free() -> None:
    lines = line("a", 900, 3), line("b", 500), line("c", 700)
    assert off(UnitsOff(), *lines) == [300, 0, 0]
    assert off(UnitsOff(take=Take.DEAREST), *lines) == [0, 0, 700]
    assert off(UnitsOff(units=2, off_bp=5000, cap_minor=120), *lines) == [240, 0, 0]
    assert off(UnitsOff(units=2, keep_minor=100), *lines) == [400, 0, 0]
    assert off(UnitsOff(keep_minor=300), *lines) == [0, 0, 0]


FULL = ThresholdOff((Step(10_000, 1_000), Step(20_000, 3_000)))


@pytest.mark.parametrize(("spent", "saved"), [(9_999, 0), (10_000, 1_000), (25_000, 3_000)])
def test_a_threshold_gives_its_highest_rung(spent: int, saved: int) -> None:
    assert off(FULL, line("a", spent)) == [saved]


def test_a_threshold_that_is_not_reached_says_what_is_missing() -> None:
    missed = decided([Rule("r", (FULL,))], line("a", 8_800)).missed[0]
    assert (missed.why, missed.missing) == ("short_amount", 1_200)
    assert (missed.text, missed.text_zh) == ("¥12.00 short.", "差 12.00 元。")
    (missed,) = decided([Rule("r", (FULL,))], line("a", 8_800), currency="JPY").missed
    assert (missed.text, missed.text_zh) == ("¥1,200 short.", "差 1,200 日元。")


def test_every_full_amount_gives_again_up_to_its_times() -> None:
    every = ThresholdOff((Step(10_000, 1_000),), every=True, times_max=3)
    assert off(every, line("a", 25_000)) == [2_000]
    assert off(every, line("a", 95_000)) == [3_000]


def test_two_pieces_cost_a_tenth_less_and_three_pieces_ninety_nine() -> None:
    steps = (Step(2, off_bp=1_000), Step(3, price_minor=9_900))
    pieces = ThresholdOff(steps, basis=Basis.QUANTITY)
    assert off(pieces, line("a", 4_000), line("b", 5_000)) == [400, 500]
    assert sum(off(pieces, line("a", 8_000, 2), line("b", 5_000))) == 13_000 - 9_900


def test_any_three_for_a_price_takes_the_dearest_three() -> None:
    three = ThresholdOff((Step(3, price_minor=1_000),), basis=Basis.QUANTITY)
    lines = line("a", 1_000, 2), line("b", 1_200, 2), line("c", 100)
    assert sum(off(three, *lines)) == 1_200 + 500 - 1_000


def test_an_external_cut_counts_as_already_taken() -> None:
    decision = decided([Rule("r", (PercentOff(5_000),))], line("a", 1_000, cut_minor=200))
    assert (decision.cut_minor, decision.discount_minor, decision.payable_minor) == (200, 400, 400)


@pytest.mark.parametrize(("base", "saved"), [(Base.REDUCED, 1_900), (Base.INITIAL, 2_000)])
def test_stacked_percents_work_on_the_reduced_or_the_initial_base(base: Base, saved: int) -> None:
    group = Group("g", StageName.LIMITED, mode=Mode.ALL, base=base)
    rules = [Rule(code, (PercentOff(1_000),), group="g") for code in "ab"]
    assert decided(rules, line("p", 10_000), groups=[group]).discount_minor == saved


def test_a_times_card_gives_as_many_as_it_has_uses_left() -> None:
    cup = Scope((Match(products=("cup",)),))
    card = CouponOffer("c1", "ten-cups", (UnitsOff(),), scope=cup, uses_left=2)
    decision = decided([], line("cup", 9_000, 3), line("cake", 4_000), coupons=(card,))
    assert decision.discount_minor == 6_000
    assert decision.coupons[0].uses == 2


def test_what_is_free_already_is_not_the_cheapest_to_give() -> None:
    rules = [Rule(code, (UnitsOff(),)) for code in "ab"]
    assert decided(rules, line("cup", 5_000, 5)).discount_minor == 2_000
    assert decided(rules, line("cup", 1_000)).missed[0].why == "nothing_left"
