"""Scopes: which goods a rule is about, and which rules a basket has to look at."""

from __future__ import annotations

import pytest

from liuke.domains.promotions import (
    AmountOff,
    Counting,
    Earn,
    Limits,
    Line,
    Match,
    PercentOff,
    Rule,
    Scope,
    UnitsOff,
    Where,
    Window,
    compile_rules,
)
from liuke.kernel.conditions import AllOf, AnyOf, Condition, FactIs, InSegment, Not, Op
from tests.make import decided, line

SHIRT = line("shirt", 9_000, 3, sku="shirt-l", brand="acme", categories=("wear", "tops"))
TAGGED = line("sock", 500, brand="acme", categories=("wear",), tags=("new",))
TEA = line("tea", 2_000, brand="leaf", categories=("drinks",))


@pytest.mark.parametrize(
    ("scope", "products"),
    [
        (Scope(), "shirt sock tea"),
        (Scope((Match(products=("tea", "sock")),)), "sock tea"),
        (Scope((Match(skus=("shirt-l",)),)), "shirt"),
        (Scope((Match(brands=("acme",), categories=("tops",)),)), "shirt"),
        (Scope((Match(categories=("tops",)), Match(tags=("new",)))), "shirt sock"),
        (Scope(exclude=(Match(brands=("acme",)),)), "tea"),
        (Scope((Match(categories=("wear",)),), exclude=(Match(tags=("new",)),)), "shirt"),
        (Scope((Match(price_from_minor=2_000),)), "shirt tea"),
        (Scope((Match(price_from_minor=600, price_to_minor=2_999),)), "tea"),
        (Scope((Match(products=("cake",)), Match())), "shirt sock tea"),
    ],
)
def test_a_scope_includes_any_alternative_of_all_kinds_and_excludes(
    scope: Scope, products: str
) -> None:
    decision = decided([Rule("r", (PercentOff(1_000),), scope=scope)], SHIRT, TAGGED, TEA)
    lines = zip((SHIRT, TAGGED, TEA), decision.lines, strict=True)
    assert " ".join(one.product for one, result in lines if result.discount_minor) == products


BIG = FactIs("basket.amount", Op.GE, 5)
MINE = FactIs("channel", Op.IN, ("web", "app"))
VIP = FactIs("tier", value="gold", args=("main",))


def found(rule: Rule, *keys: str) -> bool:
    return bool(compile_rules([rule]).candidates(set(keys)))


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (Rule("r", (AmountOff(1),), where=Where(codes=("X",), stores=("S",))), "@code:X"),
        (Rule("r", (AmountOff(1),), where=Where(stores=("S",), tiers=("t",))), "@store:S"),
        (Rule("r", (AmountOff(1),), where=Where(tiers=("t",), channels=("c",))), "@tier:t"),
        (Rule("r", (AmountOff(1),), where=Where(channels=("c",))), "@channel:c"),
        (Rule("r", (AmountOff(1),), window=Window(weekdays=(3,))), "@day:3"),
        (Rule("r", (AmountOff(1),), scope=Scope((Match(tags=("new",)),))), "t:new"),
        (Rule("r", (AmountOff(1),), when=FactIs("store", value="S")), "@store:S"),
        (Rule("r", (AmountOff(1),), when=AllOf((BIG, MINE, VIP))), "@tier:gold"),
        (Rule("r", (AmountOff(1),), when=FactIs("basket.tags", Op.HAS, "new")), "t:new"),
    ],
)
def test_a_rule_is_found_by_its_most_selective_key_alone(rule: Rule, key: str) -> None:
    assert found(rule, key)
    assert not found(rule, "@day:1", "p:other")


@pytest.mark.parametrize(
    "tree", [Not(VIP), AnyOf((VIP, MINE)), FactIs("store", Op.NE, "S"), AllOf(()), BIG]
)
def test_a_condition_that_requires_no_key_is_looked_at_by_every_basket(tree: Condition) -> None:
    assert found(Rule("r", (AmountOff(1),), when=tree), "@day:1")


def test_compiled_rules_say_which_facts_and_limits_they_need() -> None:
    asks = AllOf(
        (FactIs("orders.count", value=1), FactIs("basket.amount", value=1), InSegment("vip"))
    )
    rules = [
        Rule("a", (AmountOff(1),), when=asks, limits=Limits(total=1)),
        Rule("b", (Earn(points=1, measure="points.balance(points)"),)),
        Rule("c", (Earn(points=1, measure="basket.quantity"),)),
    ]
    compiled = compile_rules(rules)
    assert compiled.facts == {"orders.count", "segment(vip)", "points.balance(points)"}
    assert compiled.limits == {"a": Limits(total=1)}


def test_two_discounts_of_one_rule_work_one_after_the_other() -> None:
    rule = Rule("r", (AmountOff(1_000), PercentOff(5_000)), limits=Limits(budget_minor=4_500))
    decision = decided([rule], SHIRT)
    assert [effect.applied_minor for effect in decision.effects] == [1_000, 3_500]
    assert decision.uses[0].budget_minor == 4_500


def test_two_discounts_of_one_rule_meet_on_the_same_limited_units() -> None:
    limits = Limits(counting=Counting.UNITS, per_order=2)
    rule = Rule("r", (PercentOff(5_000), UnitsOff(units=1)), limits=limits)
    decision = decided([rule], line("a", 3_000, 3), line("b", 1_400, 1))
    assert [effect.applied_minor for effect in decision.effects] == [1_200, 500]
    assert decision.uses[0].uses == 2


def test_a_large_line_is_held_as_one_range() -> None:
    screws = Line("screw", 1_999_999, 20_000)
    decision = decided([Rule("r", (PercentOff(1_000),))], screws)
    (share,) = decision.effects[0].shares
    assert (share.count, share.amount) == (20_000, 200_000)
