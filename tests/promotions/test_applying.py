"""Limits that count units: what is given counts, never one too many, never one too few."""

from __future__ import annotations

from itertools import product

import pytest

from liuke.domains.promotions import (
    BuyGet,
    Counting,
    Decision,
    Effect,
    Gift,
    Limits,
    Match,
    Minimum,
    OnlyFor,
    PayWithPoints,
    PercentOff,
    Rule,
    Scope,
    Used,
    View,
)
from liuke.kernel.ids import MemberId
from tests.make import decided, line

SOMEBODY = MemberId(bytes(16))
TEA = Scope((Match(products=("tea",)),))
CUP = Scope((Match(products=("cup",)),))


def units(most: int) -> Limits:
    """Return a limit of so many units for each member."""
    return Limits(counting=Counting.UNITS, per_member=most)


def bought(rule: Rule, *lines: object, used: int = 0) -> Decision:
    """Return what somebody pays who has used a rule before."""
    view = View(SOMEBODY, used={"r": Used(member=used)})
    return decided([rule], *lines, view=view)  # type: ignore[arg-type] # lines of the test


@pytest.mark.inv("C1")
@pytest.mark.parametrize(
    ("most", "used", "given"), [(1, 0, 0), (2, 0, 2), (3, 0, 2), (4, 0, 4), (4, 1, 2), (4, 3, 0)]
)
def test_of_what_is_got_from_other_goods_no_unit_is_given_too_many(
    most: int, used: int, given: int
) -> None:
    rule = Rule("r", (BuyGet(1, 2, CUP),), scope=TEA, limits=units(most))
    decision = bought(rule, line("tea", 4_000, 4), line("cup", 8_000, 8), used=used)
    assert decision.discount_minor == given * 1_000
    assert [use.uses for use in decision.uses] == ([given] if given else [])
    assert [no.why for no in decision.missed] == ([] if given else ["limit_reached"])


@pytest.mark.inv("C1")
@pytest.mark.parametrize(("most", "given"), [(1, 0), (2, 2), (3, 2), (5, 4)])
def test_of_gifts_no_unit_is_given_too_many(most: int, given: int) -> None:
    rule = Rule("r", (Gift(("mug",), units=2, every_minor=100),), limits=units(most))
    decision = bought(rule, line("tea", 900), line("mug", 6_000, 6, gift=True))
    assert decision.discount_minor == given * 1_000
    assert sum(use.uses for use in decision.uses) == given
    assert [no.why for no in decision.missed] == ([] if given else ["limit_reached"])


def test_what_is_bought_for_a_free_unit_counts_nothing() -> None:
    rule = Rule("r", (BuyGet(2, 1),), limits=units(2))
    decision = bought(rule, line("tea", 9_000, 9))
    assert (decision.discount_minor, decision.uses[0].uses) == (2_000, 2)
    assert bought(rule, line("tea", 9_000, 9), used=1).discount_minor == 1_000


def test_each_product_by_itself_keeps_one_limit_together() -> None:
    rule = Rule("r", (BuyGet(1, 1, same_product=True),), limits=units(3))
    decision = bought(rule, line("tea", 4_000, 4), line("cup", 4_000, 4))
    assert (decision.discount_minor, decision.uses[0].uses) == (3_000, 3)
    two = Rule("r", (BuyGet(1, 2, same_product=True),), limits=units(1))
    assert [no.why for no in bought(two, line("tea", 4_000, 4)).missed] == ["limit_reached"]


@pytest.mark.inv("C1")
def test_two_effects_of_one_rule_never_touch_more_units_than_it_may() -> None:
    effects: list[Effect] = [BuyGet(1, 1), BuyGet(1, 2, CUP), Gift(("mug",)), PercentOff(1_000)]
    lines = line("tea", 5_000, 5), line("cup", 5_000, 5), line("mug", 800, 2, gift=True)
    for (one, two), most in product(product(effects, repeat=2), range(1, 6)):
        rule = Rule("r", (one, two), scope=TEA, limits=units(most))
        assert sum(use.uses for use in bought(rule, *lines).uses) <= most


@pytest.mark.parametrize(("used", "sold"), [(0, True), (1, False), (2, False), (3, False)])
@pytest.mark.inv("C1")
def test_of_goods_for_members_no_unit_is_sold_too_many(used: int, *, sold: bool) -> None:
    rule = Rule("r", (OnlyFor(),), scope=TEA, limits=units(3))
    decision = bought(rule, line("tea", 3_000, 3), used=used)
    assert [one.missed.why for one in decision.blocked] == ([] if sold else ["limit_reached"])
    assert [use.uses for use in decision.uses] == ([3] if sold else [])


def test_an_order_of_goods_for_members_is_one_use_unless_units_count() -> None:
    rule = Rule("r", (OnlyFor(),), scope=TEA, limits=Limits(per_member=1))
    assert [use.uses for use in bought(rule, line("tea", 3_000, 3)).uses] == [1]
    assert bought(rule, line("tea", 3_000, 3), used=1).blocked[0].missed.why == "limit_reached"


def test_goods_for_members_may_have_a_price_of_theirs_under_one_limit() -> None:
    rule = Rule("r", (OnlyFor(), PercentOff(5_000)), scope=TEA, limits=Limits(per_member=1))
    decision = bought(rule, line("tea", 3_000, 3))
    assert (decision.discount_minor, decision.blocked) == (1_500, ())
    assert [use.uses for use in decision.uses] == [1]


@pytest.mark.inv("C1")
@pytest.mark.parametrize(("given", "points"), [(0, 500), (200, 300), (499, 1)])
def test_points_pay_no_more_than_the_budget_of_their_rule(given: int, points: int) -> None:
    rule = Rule("r", (PayWithPoints("stars"),), limits=Limits(budget_minor=500))
    view = View(SOMEBODY, balances={"stars": 900}, used={"r": Used(budget_minor=given)})
    decision = decided([rule], line("tea", 3_000), view=view, spend={"stars": 900})
    (spend,) = decision.spends
    assert (spend.points, spend.worth_minor, spend.reason) == (points, points, "budget_spent")
    assert [use.budget_minor for use in decision.uses] == [points]


def test_a_minimum_is_not_asked_of_what_a_limit_leaves() -> None:
    rule = Rule("r", (PercentOff(1_000),), minimum=Minimum(units=3), limits=units(1))
    assert bought(rule, line("tea", 3_000, 3)).discount_minor == 100
