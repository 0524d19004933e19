"""Buy some, get some, and bundles."""

from __future__ import annotations

from liuke.domains.promotions import (
    Bundle,
    BundlePart,
    BuyGet,
    Match,
    Rule,
    Scope,
    Take,
)
from tests.make import decided, line


def only(*products: str) -> Scope:
    return Scope((Match(products=products),))


def test_buy_two_get_the_cheapest_free() -> None:
    lines = line("a", 300), line("b", 500), line("c", 400)
    decision = decided([Rule("r", (BuyGet(2, 1),))], *lines)
    assert [one.discount_minor for one in decision.lines] == [300, 0, 0]


def test_the_order_of_the_lines_does_not_matter() -> None:
    lines = [line("a", 300), line("b", 500), line("c", 400), line("d", 100)]
    forth = decided([Rule("r", (BuyGet(2, 1),))], *lines)
    back = decided([Rule("r", (BuyGet(2, 1),))], *reversed(lines))
    assert forth.lines == back.lines[::-1]
    assert forth.discount_minor == 300


def test_the_dearest_of_a_set_may_be_the_free_one() -> None:
    decision = decided([Rule("r", (BuyGet(1, 1, take=Take.DEAREST),))], line("a", 1_200, 4))
    assert decision.discount_minor == 600


def test_ten_bought_bring_one_on_a_line_of_twenty_thousand() -> None:
    decision = decided([Rule("r", (BuyGet(10, 1),))], line("screw", 20_000, 20_000))
    assert decision.discount_minor == 20_000 // 11
    assert len(decision.effects[0].shares) == 1


def test_the_second_at_half_price() -> None:
    decision = decided([Rule("r", (BuyGet(1, 1, off_bp=5_000),))], line("a", 3_000, 3))
    assert decision.discount_minor == 500


def test_an_add_on_costs_its_own_price() -> None:
    rule = Rule("r", (BuyGet(1, 1, get_scope=only("mug"), price_minor=990),), scope=only("tea"))
    decision = decided([rule], line("tea", 5_000, 2), line("mug", 3_000))
    assert [one.due_minor for one in decision.lines] == [5_000, 990]
    assert decision.effects[0].times == 1


def test_a_unit_is_not_bought_and_got_at_once() -> None:
    rule = Rule("r", (BuyGet(2, 1, get_scope=only("a", "b")),), scope=only("a"))
    assert decided([rule], line("a", 600, 2)).missed[0].why == "short_units"
    assert decided([rule], line("a", 900, 3)).discount_minor == 300
    assert decided([rule], line("a", 600, 2), line("b", 100)).discount_minor == 100


def test_what_is_missing_for_a_set_of_two_scopes_is_named() -> None:
    rule = Rule("r", (BuyGet(3, 1, get_scope=only("mug")),), scope=only("tea"))
    short = decided([rule], line("tea", 100), line("mug", 100)).missed[0]
    assert (short.why, short.missing) == ("short_units", 2)
    assert decided([rule], line("tea", 300, 3)).missed[0].missing == 1


def test_two_are_got_for_every_one_of_another_kind() -> None:
    effect = BuyGet(1, 2, get_scope=only("cup"))
    rule = Rule("r", (effect,), scope=only("pot"))
    decision = decided([rule], line("pot", 9_000, 2), line("cup", 700, 7))
    assert (decision.discount_minor, decision.effects[0].times) == (400, 2)
    same = Rule("r", (BuyGet(1, 2),))
    assert decided([same], line("cup", 700, 7)).discount_minor == 400


def test_a_unit_counted_by_one_set_is_not_counted_by_another() -> None:
    rules = [Rule("r1", (BuyGet(2, 1),)), Rule("r2", (BuyGet(1, 1),))]
    decision = decided(rules, line("a", 400, 4))
    assert [effect.rule for effect in decision.effects] == ["r1"]
    assert decision.missed[0].missing == 1


def test_each_product_may_be_counted_by_itself() -> None:
    rule = Rule("r", (BuyGet(1, 1, same_product=True),))
    lines = line("a", 300), line("b", 500), line("b", 500), line("c", 100, 2)
    assert decided([rule], *lines).discount_minor == 550


def test_products_counted_by_themselves_share_the_times_of_the_rule() -> None:
    rule = Rule("r", (BuyGet(1, 1, same_product=True, times_max=3),))
    decision = decided([rule], line("a", 400, 4), line("b", 600, 6), line("c", 100))
    assert (decision.discount_minor, decision.effects[0].times) == (300, 3)
    alone = decided([rule], line("a", 100), line("b", 100)).missed[0]
    assert (alone.why, alone.missing) == ("short_units", 1)
    nothing = decided([Rule("r", (BuyGet(3, 2, same_product=True),))], line("a", 200, 2))
    assert nothing.missed[0].missing == 3


def test_the_times_of_a_set_are_limited() -> None:
    rule = Rule("r", (BuyGet(1, 1, times_max=1),))
    assert decided([rule], line("a", 400, 4)).discount_minor == 100


def test_a_bundle_sells_complete_sets_at_its_price() -> None:
    parts = (BundlePart(only("bun")), BundlePart(only("milk", "tea"), units=2))
    rule = Rule("r", (Bundle(parts, price_minor=1_000),))
    lines = line("bun", 600, 2), line("milk", 400), line("tea", 1_500, 3)
    decision = decided([rule], *lines)
    assert decision.effects[0].times == 2
    assert decision.payable_minor == 2_000


def test_a_bundle_that_is_not_complete_says_how_many_units_are_missing() -> None:
    parts = (BundlePart(only("bun")), BundlePart(only("milk"), units=2))
    missed = decided([Rule("r", (Bundle(parts, off_minor=100),))], line("bun", 300)).missed[0]
    assert (missed.why, missed.missing) == ("short_units", 2)


def test_parts_that_overlap_never_share_a_unit() -> None:
    parts = (BundlePart(only("a", "b")), BundlePart(only("a")))
    rule = Rule("r", (Bundle(parts, off_bp=10_000),))
    assert decided([rule], line("a", 100)).discount_minor == 0
    assert decided([rule], line("a", 100), line("b", 90)).discount_minor == 190
