"""A draft over past baskets: its cost, its winners and its losers."""

from __future__ import annotations

from datetime import timedelta

from liuke.domains.promotions import (
    AmountOff,
    Basket,
    Earn,
    Limits,
    Minimum,
    Multiply,
    PastBasket,
    Rule,
    View,
    compile_rules,
    simulate,
)
from liuke.kernel.ids import MemberId
from tests.make import SATURDAY, line

ONE, TWO = MemberId(bytes(16)), MemberId(bytes([1] * 16))
EARN = Rule("earn", (Earn(points=1, per_minor=100),))


def bought(order: str, member: MemberId | None, amount: int, *, day: int = 0) -> PastBasket:
    basket = Basket((line("p", amount),))
    return PastBasket(order, basket, View(member), SATURDAY + timedelta(days=day))


PAST = [
    bought("a", ONE, 8_000),
    bought("b", ONE, 12_000, day=1),
    bought("c", TWO, 9_000, day=2),
    bought("d", None, 15_000, day=3),
]


def test_a_draft_says_what_it_costs_and_who_wins_and_loses() -> None:
    old = Rule("80-5", (AmountOff(500),), minimum=Minimum(8_000))
    new = Rule("120-15", (AmountOff(1_500),), minimum=Minimum(12_000))
    found = simulate(compile_rules([old]), compile_rules([new]), PAST)
    assert (found.orders, found.live.discount_minor, found.draft.discount_minor) == (
        4,
        2_000,
        3_000,
    )
    assert (found.cost_minor, found.winners, found.losers) == (1_000, 2, 1)
    assert (found.won_minor, found.lost_minor) == (1_500, 500)
    assert [one.order for one in found.best] == ["b", "d"]
    assert [(one.order, one.payable_minor) for one in found.worst] == [("c", 500), ("a", 500)]
    rule = found.draft.rules[0]
    assert (rule.rule, rule.orders, rule.uses, rule.off_minor, rule.members) == (
        *("120-15", 2, 2),
        *(3_000, 2),
    )


def test_a_draft_says_day_by_day_what_is_paid_and_who_gains_or_loses() -> None:
    old = Rule("80-5", (AmountOff(500),), minimum=Minimum(8_000))
    new = Rule("120-15", (AmountOff(1_500),), minimum=Minimum(12_000))
    found = simulate(compile_rules([old]), compile_rules([new]), [*PAST, bought("e", ONE, 2_000)])
    told = [(d.on - SATURDAY.date(), d.orders, d.live_minor, d.draft_minor) for d in found.days]
    assert told == [
        (timedelta(0), 2, 9_500, 10_000),
        (timedelta(days=1), 1, 11_500, 10_500),
        (timedelta(days=2), 1, 8_500, 9_000),
        (timedelta(days=3), 1, 14_500, 13_500),
    ]
    assert [(d.winners, d.losers) for d in found.days] == [(0, 1), (1, 0), (0, 1), (1, 0)]


def test_more_points_at_the_same_price_are_a_win_too() -> None:
    twice = Rule("twice", (Multiply(20_000),), minimum=Minimum(9_000))
    found = simulate(compile_rules([EARN]), compile_rules([EARN, twice]), PAST)
    assert (found.cost_minor, found.winners, found.losers) == (0, 3, 0)
    assert (found.live.points, found.draft.points) == ({"points": 440}, {"points": 800})
    assert {one.rule: one.orders for one in found.draft.rules} == {"earn": 4, "twice": 3}


def test_limits_run_down_as_they_would_have() -> None:
    rule = Rule("r", (AmountOff(100),), limits=Limits(total=2))
    found = simulate(compile_rules([]), compile_rules([rule]), PAST)
    assert (found.cost_minor, found.draft.rules[0].orders) == (200, 2)


def test_the_same_rules_change_nothing() -> None:
    same = compile_rules([EARN])
    found = simulate(same, same, PAST)
    assert (found.cost_minor, found.winners, found.losers, found.best) == (0, 0, 0, ())
