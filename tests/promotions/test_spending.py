"""Points as money, gifts, shipping and goods not for everybody."""

from __future__ import annotations

import pytest

from liuke.domains.promotions import (
    AmountOff,
    Basket,
    CouponOffer,
    Decision,
    Gift,
    Limits,
    Match,
    Minimum,
    OnlyFor,
    PayWithPoints,
    Rule,
    Scope,
    ShippingOff,
    Use,
    View,
    Where,
    Window,
    compile_rules,
    decide,
    explain_all,
)
from liuke.kernel.conditions import FactIs, Op
from tests.make import SATURDAY, decided, line

RICH = View(balances={"points": 5_000})


def spent(effect: PayWithPoints, wanted: int, *, view: View = RICH) -> tuple[int, int]:
    """Return the points taken and what is left to pay of a hundred yuan."""
    rule = Rule("pay", (effect,))
    decision = decided([rule], line("p", 10_000), view=view, spend={"points": wanted})
    return sum(spend.points for spend in decision.spends), decision.payable_minor


def test_points_are_money_up_to_the_balance() -> None:
    assert spent(PayWithPoints("points", 100, 100), 3_000) == (3_000, 7_000)
    assert spent(PayWithPoints("points", 100, 100), 9_000) == (5_000, 5_000)
    assert spent(PayWithPoints("points"), 100, view=View()) == (0, 10_000)


def test_points_worth_less_than_a_fen_are_not_taken() -> None:
    assert spent(PayWithPoints("points", 10, 1), 9) == (0, 10_000)
    assert spent(PayWithPoints("points", 10, 1), 10) == (10, 9_999)
    rule = Rule("pay", (PayWithPoints("points", 10, 1),))
    decision = decided([rule], line("p", 100), view=RICH, spend={"points": 9})
    assert [(no.rule, no.why) for no in decision.missed] == [("pay", "nothing_left")]


@pytest.mark.parametrize(
    ("effect", "wanted", "taken"),
    [
        (PayWithPoints("points", 10, 1), 19, (10, 9_999)),
        (PayWithPoints("points", 3, 1), 5, (3, 9_999)),
        (PayWithPoints("points", 7, 3), 499, (497, 9_787)),
        (PayWithPoints("points", 7, 3, step_points=5), 499, (495, 9_788)),
        (PayWithPoints("points", 100, 100, step_points=100), 350, (300, 9_700)),
        (PayWithPoints("points", 1, 7), 350, (350, 7_550)),
    ],
)
def test_no_more_points_are_taken_than_what_they_pay_is_worth(
    effect: PayWithPoints, wanted: int, taken: tuple[int, int]
) -> None:
    assert spent(effect, wanted) == taken


@pytest.mark.parametrize(
    ("wanted", "share_bp", "points", "reason"),
    [
        (3_000, 10_000, 3_000, None),
        (9_000, 10_000, 5_000, "balance"),
        (9_000, 5_000, 5_000, "cap"),
        (9_000, 3_000, 3_000, "cap"),
        (4_000, 3_000, 3_000, "cap"),
    ],
)
def test_who_pays_less_in_points_than_they_wanted_is_told_what_held_them(
    wanted: int, share_bp: int, points: int, reason: str | None
) -> None:
    rule = Rule("pay", (PayWithPoints("points", share_bp_max=share_bp),))
    decision = decided([rule], line("p", 10_000), view=RICH, spend={"points": wanted})
    assert [(spend.points, spend.reason) for spend in decision.spends] == [(points, reason)]


def test_goods_that_must_be_paid_in_money_take_no_points() -> None:
    assert spent(PayWithPoints("points", keep_minor=20_000), 5) == (0, 10_000)


def test_a_book_that_is_not_named_pays_nothing_and_nothing_is_said_of_it() -> None:
    rule = Rule("pay", tuple([PayWithPoints(book) for book in ("points", "moons", "stars")]))
    view = View(balances={"points": 50, "moons": 50, "stars": 50})
    decision = decided([rule], line("p", 100), view=view, spend={"points": 0, "stars": 1})
    assert [(spend.book, spend.points) for spend in decision.spends] == [("stars", 1)]
    assert decision.missed == ()


def test_where_one_rule_may_not_take_points_the_next_one_does() -> None:
    pay = (PayWithPoints("points"),)
    rules = [Rule("a", pay, minimum=Minimum(20_000)), Rule("b", pay)]
    decision = decided(rules, line("p", 10_000), view=RICH, spend={"points": 5})
    assert [(spend.rule, spend.points) for spend in decision.spends] == [("b", 5)]


def test_who_is_not_confirmed_yet_keeps_their_points() -> None:
    new = View(balances={"points": 5_000}, may_spend=False)
    assert spent(PayWithPoints("points"), 5, view=new) == (0, 10_000)
    for least, why in ((0, "too_new"), (20_000, "short_amount")):
        rule = Rule("pay", (PayWithPoints("points"),), minimum=Minimum(least))
        decision = decided([rule], line("p", 10_000), view=new, spend={"points": 5})
        assert [no.why for no in decision.missed] == [why]


def test_an_order_uses_a_limited_way_to_pay_once_and_all_it_is_worth() -> None:
    books = PayWithPoints("points", 1, 10), PayWithPoints("stars")
    rule = Rule("pay", books, limits=Limits(total=9))
    view = View(balances={"points": 50, "stars": 50})
    decision = decided([rule], line("p", 10_000), view=view, spend={"points": 30, "stars": 20})
    assert decision.uses == (Use("pay", 1, 320),)


def test_points_that_are_not_there_are_named_as_the_reason() -> None:
    rule = Rule("pay", (PayWithPoints("points"),))
    for balance, why in ((0, "balance"), (50, "cap")):
        view = View(balances={"points": balance})
        lines = line("p", 100, cut_minor=0 if balance == 0 else 100)
        assert decided([rule], lines, view=view, spend={"points": 9}).missed[0].why == why


def test_points_are_spent_in_steps_and_only_up_to_a_share() -> None:
    assert spent(PayWithPoints("points", 10, 1, step_points=100), 250) == (200, 9_980)
    assert spent(PayWithPoints("points", 1, 1, share_bp_max=3_000), 4_000) == (3_000, 7_000)
    assert spent(PayWithPoints("points", 1, 10, keep_minor=1), 5_000) == (999, 10)


def paid(rule: Rule, wanted: int, pay_step: int) -> Decision:
    """Decide a hundred yuan with points of a book that pays in these steps, 0 for never."""
    compiled = compile_rules([rule], pay_steps={"points": pay_step})
    return decide(compiled, RICH, Basket((line("p", 10_000),), spend={"points": wanted}), SATURDAY)


def test_a_book_that_is_not_payable_pays_nothing_and_says_so() -> None:
    decision = paid(Rule("pay", (PayWithPoints("points"),)), 500, 0)
    assert (decision.spends, decision.payable_minor) == ((), 10_000)
    assert [(no.rule, no.why, no.other) for no in decision.missed] == [
        ("pay", "not_payable", "points")
    ]
    closed = Rule("pay", (PayWithPoints("points"),), where=Where(stores=("S9",)))
    told = explain_all(
        compile_rules([closed], pay_steps={"points": 0}), RICH, Basket((line("p", 1),)), SATURDAY
    )
    assert [no.why for no in told] == ["store"]


@pytest.mark.parametrize(
    ("own", "step", "wanted", "taken"),
    [(1, 100, 350, 300), (200, 100, 350, 200), (1, 1, 350, 350), (4, 6, 350, 348)],
)
def test_points_pay_in_the_steps_of_their_book(
    own: int, step: int, wanted: int, taken: int
) -> None:
    decision = paid(Rule("pay", (PayWithPoints("points", step_points=own),)), wanted, step)
    reason = "step" if taken < wanted else None
    assert [(one.points, one.reason) for one in decision.spends] == [(taken, reason)]
    few = paid(Rule("pay", (PayWithPoints("points", step_points=own),)), 1, 100)
    assert [no.why for no in few.missed] == ["step"]


def test_where_the_share_would_do_and_the_step_does_not_the_step_is_named() -> None:
    decision = paid(Rule("pay", (PayWithPoints("points", share_bp_max=4_000),)), 4_000, 300)
    assert [(one.points, one.reason) for one in decision.spends] == [(3_900, "step")]


@pytest.mark.parametrize(("budget", "reason"), [(499, "budget_spent"), (500, "cap")])
def test_a_budget_as_large_as_the_goods_holds_nobody_back(budget: int, reason: str) -> None:
    rule = Rule("pay", (PayWithPoints("points"),), limits=Limits(budget_minor=budget))
    decision = decided([rule], line("p", 500), view=RICH, spend={"points": 900})
    assert [(one.points, one.reason) for one in decision.spends] == [(budget, reason)]


def test_points_that_are_worth_less_than_their_step_are_taken_in_whole_steps() -> None:
    decision = paid(Rule("pay", (PayWithPoints("points", 7, 3),)), 499, 5)
    assert [(one.points, one.worth_minor) for one in decision.spends] == [(495, 212)]


def test_points_that_no_rule_takes_here_are_told() -> None:
    elsewhere = Rule("pay", (PayWithPoints("points"),), where=Where(stores=("S9",)))
    for rules in ([], [elsewhere]):
        decision = decided(rules, line("p", 100), view=RICH, spend={"points": 1, "stars": 0})
        assert [(no.rule, no.why, no.other) for no in decision.missed] == [
            ("", "not_payable", "points")
        ]


def test_a_book_pays_by_its_first_rule_only() -> None:
    rules = [Rule(code, (PayWithPoints("points", 1, 10),)) for code in "ab"]
    decision = decided(rules, line("p", 10_000), view=RICH, spend={"points": 5})
    assert [spend.rule for spend in decision.spends] == ["a"]


def test_points_that_may_not_be_spent_say_why() -> None:
    rule = Rule("pay", (PayWithPoints("points"),), minimum=Minimum(20_000))
    decision = decided([rule], line("p", 10_000), view=RICH, spend={"points": 5})
    assert decision.missed[0].why == "short_amount"


def test_free_shipping_from_eighty() -> None:
    rule = Rule("ship", (ShippingOff(),), minimum=Minimum(8_000))
    free = decided([rule], line("p", 8_000), shipping_minor=600)
    assert (free.shipping_off_minor, free.payable_minor) == (600, 8_000)
    short = decided([rule], line("p", 7_000), shipping_minor=600)
    assert (short.payable_minor, short.missed[0].missing) == (7_600, 1_000)


def test_free_shipping_counts_what_is_left_after_discounts_and_before_points_pay() -> None:
    ship = Rule("ship", (ShippingOff(),), minimum=Minimum(9_900))
    pay = Rule("pay", (PayWithPoints("points"),))
    paid_so = decided(
        [ship, pay], line("p", 9_900), view=RICH, shipping_minor=600, spend={"points": 5_000}
    )
    assert (paid_so.shipping_off_minor, paid_so.payable_minor) == (600, 4_900)
    off = Rule("off", (AmountOff(1),))
    reduced = decided([ship, off], line("p", 9_900), view=RICH, shipping_minor=600)
    assert (reduced.shipping_off_minor, reduced.payable_minor) == (0, 10_499)
    asked = Rule("ship", (ShippingOff(),), when=FactIs("basket.amount", Op.GE, 9_900))
    by_fact = decided(
        [asked, pay], line("p", 9_900), view=RICH, shipping_minor=600, spend={"points": 5_000}
    )
    assert (by_fact.shipping_off_minor, by_fact.payable_minor) == (600, 4_900)


def test_points_pay_for_goods_and_never_for_their_way() -> None:
    pay = Rule("pay", (PayWithPoints("points"),))
    decision = decided([pay], line("p", 100), view=RICH, shipping_minor=600, spend={"points": 700})
    assert ([one.points for one in decision.spends], decision.payable_minor) == ([100], 600)


def test_shipping_may_be_cheaper_by_an_amount_or_a_share() -> None:
    rules = [Rule("a", (ShippingOff(5_000, cap_minor=200),)), Rule("b", (ShippingOff(0, 300),))]
    assert decided(rules, line("p", 100), shipping_minor=1_000).shipping_off_minor == 500
    assert decided(rules, line("p", 100)).missed[0].why == "nothing_left"


def test_free_shipping_stops_at_its_budget_and_at_the_value_of_its_coupon() -> None:
    rule = Rule("ship", (AmountOff(100), ShippingOff()), limits=Limits(budget_minor=500))
    decision = decided([rule], line("p", 1_000), shipping_minor=900)
    assert (decision.shipping_off_minor, decision.effects[1].reason) == (400, "budget_spent")
    assert decision.uses[0].budget_minor == 500
    card = CouponOffer("c", "t", (AmountOff(100), ShippingOff()), value_left_minor=150)
    decision = decided([], line("p", 1_000), shipping_minor=900, coupons=(card,))
    assert (decision.shipping_off_minor, decision.coupons[0].off_minor) == (50, 150)


def test_a_gift_line_is_free_when_it_is_deserved_and_offered_when_it_is_not_there() -> None:
    rule = Rule("gift", (Gift(("mug", "cup")),), minimum=Minimum(5_000))
    mug = line("mug", 900, gift=True)
    assert decided([rule], line("p", 5_000), mug).payable_minor == 5_000
    assert decided([rule], line("p", 4_000), mug).payable_minor == 4_900
    offered = decided([rule], line("p", 5_000)).gifts[0]
    assert (offered.products, offered.units) == (("mug", "cup"), 1)


def test_only_gift_lines_of_the_gifts_own_products_are_freed() -> None:
    rule = Rule("gift", (Gift(("mug",), units=9),))
    bought, other = line("mug", 900), line("cup", 500, gift=True)
    by_sku = line("x", 300, sku="mug", gift=True)
    decision = decided([rule], bought, other, by_sku)
    assert [one.due_minor for one in decision.lines] == [900, 500, 0]


def test_a_gift_counts_as_used_once_it_is_taken() -> None:
    rule = Rule("gift", (Gift(("mug",)),), limits=Limits(total=1))
    assert decided([rule], line("p", 5_000)).uses == ()
    taken = decided([rule], line("p", 5_000), line("mug", 0, gift=True))
    assert ([use.uses for use in taken.uses], taken.gifts) == ([1], ())


def test_a_gift_may_come_again_for_every_full_amount() -> None:
    rule = Rule("gift", (Gift(("mug",), every_minor=5_000, price_minor=100),))
    decision = decided([rule], line("p", 10_000), line("mug", 900, gift=True))
    assert (decision.payable_minor, decision.gifts[0].units) == (10_100, 1)
    assert decided([rule], line("p", 4_000)).missed[0].missing == 1_000


def test_a_gift_on_a_gift_takes_another_line() -> None:
    rules = [Rule(code, (Gift(("mug",)),)) for code in ("a", "birthday")]
    mugs = line("mug", 1_800, 2, gift=True)
    decision = decided(rules, line("p", 100), mugs)
    assert (decision.payable_minor, len(decision.effects)) == (100, 2)


def test_member_only_goods_are_blocked_for_others() -> None:
    wine = Scope((Match(products=("wine",)),))
    rule = Rule("only", (OnlyFor(units_max=2),), scope=wine, where=Where(tiers=("gold",)))
    lines = line("p", 100), line("wine", 9_000, 2)
    blocked = decided([rule], *lines).blocked[0]
    assert (blocked.line, blocked.missed.why) == (1, "tier")
    gold = View(tiers={"main": "gold"})
    assert decided([rule], *lines, view=gold).blocked == ()
    assert decided([rule], line("wine", 9_000, 3), view=gold).blocked[0].missed.missing == 1


def test_early_purchase_is_a_restriction_with_a_window() -> None:
    early = Rule("early", (OnlyFor(),), window=Window(weekdays=(6, 7)))
    assert decided([early], line("p", 100)).blocked == ()


def test_an_amount_is_not_taken_off_gifts_that_are_not_deserved() -> None:
    decision = decided([Rule("r", (AmountOff(500),))], line("mug", 300, gift=True), line("p", 400))
    assert [one.discount_minor for one in decision.lines] == [0, 400]
