"""Decisions as a whole: a story, and what holds for every basket and every set of rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuke.domains.promotions import (
    AmountOff,
    Basket,
    Bundle,
    BundlePart,
    BuyGet,
    CouponOffer,
    Decision,
    Earn,
    Effect,
    FixedPrice,
    Group,
    Line,
    Match,
    Mode,
    Multiply,
    PayWithPoints,
    Per,
    PercentOff,
    Rule,
    Scope,
    Share,
    ShippingOff,
    Stacking,
    StageName,
    Step,
    Take,
    ThresholdOff,
    UnitsOff,
    View,
    Where,
    Window,
    compile_rules,
    decide,
    explain_all,
    portion,
)
from liuke.kernel.conditions import FactIs, Op
from liuke.kernel.ids import MemberId
from liuke.kernel.values import decode, encode
from tests.make import SATURDAY, decided, line

TAGGED = Scope((Match(tags=("t",)),))
SCOPES = [Scope(), *[Scope((Match(products=(code,)),)) for code in "abc"], TAGGED]
LINES = st.builds(
    Line,
    st.sampled_from("abcd"),
    st.integers(0, 3_000),
    st.integers(1, 7),
    cut_minor=st.integers(0, 300),
    tags=st.sampled_from([(), ("t",)]),
)
PRICES: st.SearchStrategy[Effect] = st.one_of(
    st.builds(PercentOff, st.integers(0, 10_000), per=st.sampled_from(Per)),
    st.builds(AmountOff, st.integers(0, 2_000), st.sampled_from(Per)),
    st.builds(FixedPrice, st.integers(0, 500)),
    st.builds(UnitsOff, st.integers(1, 3), st.sampled_from(Take), st.integers(0, 10_000)),
    st.builds(
        BuyGet,
        st.integers(1, 3),
        st.integers(1, 2),
        st.sampled_from([None, *SCOPES]),
        st.sampled_from(Take),
    ),
    st.builds(
        lambda scopes, price: Bundle(tuple([BundlePart(s) for s in scopes]), price_minor=price),
        st.lists(st.sampled_from(SCOPES), min_size=1, max_size=3),
        st.integers(0, 900),
    ),
    st.builds(
        lambda at, off, every: ThresholdOff((Step(at, off),), every=every),
        st.integers(1, 3_000),
        st.integers(0, 900),
        st.booleans(),
    ),
)
STACKINGS = st.builds(
    Stacking,
    st.sampled_from(["", "x", "y"]),
    st.sampled_from([(), ("x",), ("y",), ("*",)]),
    st.booleans(),
)
EARLY = [StageName.ACTIVITY, StageName.MEMBER, StageName.LIMITED, StageName.THRESHOLD]
RULES = st.lists(
    st.tuples(PRICES, st.sampled_from(SCOPES), st.sampled_from(EARLY), STACKINGS, st.booleans()),
    max_size=7,
)
GROUPS = st.builds(
    lambda mode, by_line: Group("g", StageName.LIMITED, mode=mode, by_line=by_line),
    st.sampled_from(Mode),
    st.booleans(),
)
LATE = [
    Rule("earn", (Earn(points=3, per_minor=70),)),
    Rule("twice", (Multiply(25_000),), scope=TAGGED),
    Rule("pay", (PayWithPoints("points", 3, 7),)),
    Rule("ship", (ShippingOff(5_000),)),
]
VIEW = View(MemberId(bytes(16)), balances={"points": 300})


def programme(drawn: Sequence[tuple[Effect, Scope, StageName, Stacking, bool]]) -> list[Rule]:
    """Name drawn rules."""
    rules = []
    for n, (effect, scope, stage, stacking, grouped) in enumerate(drawn):
        group, at = ("g", StageName.LIMITED) if grouped else ("", stage)
        more = {"stage": at, "group": group, "scope": scope, "stacking": stacking}
        rules.append(Rule(f"r{n}", (effect,), **more))  # type: ignore[arg-type] # as drawn
    return [*rules, *LATE]


def decide_all(drawn: list[object], lines: Sequence[Line], group: Group) -> Decision:
    """Decide a drawn basket by drawn rules, with a coupon, points and shipping."""
    coupon = CouponOffer("c", "t", (AmountOff(333),))
    more: dict[str, Any] = {"coupons": (coupon,), "spend": {"points": 90}, "shipping_minor": 501}
    rules = programme(drawn)  # type: ignore[arg-type] # as drawn
    return decided(rules, *lines, view=VIEW, groups=[group], **more)


BASKETS = st.lists(LINES, min_size=1, max_size=6)


@pytest.mark.inv("C8")
@settings(deadline=None)
@given(RULES, BASKETS, GROUPS)
def test_line_discounts_add_up_and_nothing_falls_below_zero(
    drawn: list[object], lines: list[Line], group: Group
) -> None:
    decision = decide_all(drawn, lines, group)
    for one in decision.lines:
        parts = (one.cut_minor, one.discount_minor, one.points_minor, one.due_minor)
        assert min(parts) >= 0
        assert sum(parts) == one.gross_minor
    on_goods = [effect for effect in decision.effects if effect.shares]
    assert decision.discount_minor == sum(effect.applied_minor for effect in on_goods)
    assert decision.points_minor == sum(spend.worth_minor for spend in decision.spends)
    assert decision.shipping_off_minor <= decision.shipping_minor
    assert decision.payable_minor >= 0
    for effect in on_goods:
        assert effect.applied_minor == sum(share.amount for share in effect.shares)
        assert effect.applied_minor <= effect.desired_minor
        assert min(share.amount for share in effect.shares) > 0


@pytest.mark.inv("C8")
@settings(deadline=None)
@given(RULES, BASKETS, GROUPS, st.randoms())
def test_the_order_of_lines_and_rules_changes_nothing(
    drawn: list[object], lines: list[Line], group: Group, chance: object
) -> None:
    decision = decide_all(drawn, lines, group)
    assert decide_all(drawn, lines, group) == decision
    order = list(range(len(lines)))
    chance.shuffle(order)  # type: ignore[attr-defined] # a random.Random of Hypothesis
    other = decide_all(drawn, [lines[n] for n in order], group)
    assert other.payable_minor == decision.payable_minor
    assert [a.points for a in other.awards] == [a.points for a in decision.awards]
    by_kind = sorted(zip(map(repr, lines), map(repr, decision.lines), strict=True))
    moved = [(repr(lines[n]), repr(other.lines[at])) for at, n in enumerate(order)]
    assert sorted(moved) == by_kind


@settings(deadline=None)
@given(RULES, BASKETS, GROUPS, st.data())
def test_any_partition_of_the_units_returns_exactly_what_hung_on_them(
    drawn: list[object], lines: list[Line], group: Group, data: st.DataObject
) -> None:
    decision = decide_all(drawn, lines, group)
    shares: list[Share] = [share for effect in decision.effects for share in effect.shares]
    for n, one in enumerate(lines):
        marks = sorted(data.draw(st.sets(st.integers(0, one.units))) | {0, one.units})
        pairs = list(pairwise(marks))
        mine = [share for share in shares if share.line == n]
        off = [sum(portion(s, low, high - low) for s in mine) for low, high in pairs]
        assert sum(off) == decision.lines[n].discount_minor
        assert min(off) >= 0
        gross = Share(n, 0, one.units, 0, one.gross_minor)
        cut = Share(n, 0, one.units, 0, decision.lines[n].cut_minor)
        mine += [cut, *[s for spend in decision.spends for s in spend.shares if s.line == n]]
        for unit in range(one.units):
            assert sum(portion(s, unit, 1) for s in mine) <= portion(gross, unit, 1)
    earned = [share for award in decision.awards for share in award.shares]
    assert sum(s.amount for s in earned) == sum(award.points for award in decision.awards)


@settings(deadline=None, max_examples=30)
@given(RULES, BASKETS, GROUPS)
def test_a_decision_travels_as_json(drawn: list[object], lines: list[Line], group: Group) -> None:
    decision = decide_all(drawn, lines, group)
    assert decode(encode(decision), Decision) == decision


def test_a_member_day_at_the_tea_house() -> None:
    tea = Scope((Match(categories=("tea",)),))
    rules = [
        Rule("flash", (FixedPrice(8_800),), stage=StageName.ACTIVITY, scope=tea),
        Rule("gold-9", (PercentOff(1_000),), stage=StageName.MEMBER, where=Where(tiers=("gold",))),
        Rule("full-200", (ThresholdOff((Step(20_000, 2_000),)),), stage=StageName.THRESHOLD),
        Rule("free-80", (ShippingOff(),), when=FactIs("basket.amount", Op.GE, 8_000)),
        Rule("as-money", (PayWithPoints("points", 1, 1),)),
        Rule("earn", (Earn(points=1, per_minor=100),)),
        Rule("day", (Multiply(20_000),), name="member day", window=Window(weekdays=(6,))),
    ]
    view = View(MemberId(bytes(16)), tiers={"main": "gold"}, balances={"points": 500})
    five = CouponOffer("c1", "five", (AmountOff(500),))
    lines = line("puer", 20_000, 2, categories=("tea",)), line("pot", 10_000)
    more: dict[str, Any] = {"coupons": (five,), "spend": {"points": 340}, "shipping_minor": 900}
    decision = decided(rules, *lines, view=view, **more)
    off = [(effect.rule, effect.applied_minor) for effect in decision.effects]
    assert off == [
        ("flash", 2_400),
        ("gold-9", 2_760),
        ("full-200", 2_000),
        ("five", 500),
        ("free-80", 900),
    ]
    assert (decision.points_minor, decision.payable_minor) == (340, 22_000)
    assert decision.awards[0].points == 440


def test_every_live_rule_that_did_not_apply_says_why() -> None:
    rules = [
        Rule("web", (AmountOff(1),), where=Where(channels=("web",))),
        Rule("tea", (AmountOff(1),), scope=Scope((Match(products=("tea",)),))),
        Rule("sunday", (AmountOff(1),), window=Window(weekdays=(7,))),
        Rule("big", (AmountOff(1),), when=FactIs("basket.amount", Op.GE, 1_000)),
        Rule("on", (AmountOff(1),)),
    ]
    basket = Basket((line("pot", 900),), channel="till")
    told = explain_all(compile_rules(rules), View(), basket, SATURDAY)
    assert {no.rule: no.why for no in told} == {
        "web": "channel",
        "tea": "no_goods",
        "sunday": "weekday",
        "big": "short_amount",
    }


def test_only_rules_a_basket_concerns_are_looked_at() -> None:
    scopes = [Scope((Match(products=(f"p{n}",)),)) for n in range(500)]
    rules = [Rule(f"r{n}", (AmountOff(1),), scope=scope) for n, scope in enumerate(scopes)]
    compiled = compile_rules(rules)
    assert [o.code for o in compiled.candidates({"p:p7", "@day:6"})] == ["r7"]
    assert decide(compiled, View(), Basket((line("p7", 50),)), SATURDAY).missed == ()
