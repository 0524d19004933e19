"""Windows, places, conditions and limits, and the reasons they give."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains.promotions import (
    OWN_FACTS,
    AmountOff,
    Basket,
    Counting,
    CouponOffer,
    Decision,
    Hours,
    Limits,
    Match,
    Minimum,
    PercentOff,
    Rule,
    Scope,
    Step,
    ThresholdOff,
    UnitsOff,
    Used,
    View,
    Where,
    Window,
    compile_rules,
    decide,
    explain_all,
)
from liuke.kernel.conditions import AllOf, AnyOf, Bucket, FactIs, Not, Op
from liuke.kernel.ids import MemberId
from tests.make import SATURDAY, decided, line

OFF = (AmountOff(100),)
MEMBER = View(MemberId(bytes(16)), tiers={"main": "gold"})


def why(rule: Rule, **more: object) -> str:
    """Return why a rule does not apply, or nothing when it does."""
    decision: Decision = decided([rule], line("p", 1_000, 2), **more)  # type: ignore[arg-type] # tests
    return decision.missed[0].why if decision.missed else ""


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        (Window(starts_at=SATURDAY), ""),
        (Window(starts_at=SATURDAY + timedelta(seconds=1)), "not_started"),
        (Window(ends_at=SATURDAY), "ended"),
        (Window(weekdays=(6, 7)), ""),
        (Window(weekdays=(2,)), "weekday"),
        (Window(days=(21,)), ""),
        (Window(days=(-1, 1)), "day"),
        (Window(days=(-10,)), ""),
        (Window(dates=("11-21",)), ""),
        (Window(dates=("11-11",)), "day"),
        (Window(hours=(Hours("09:00", "12:00"),)), "hours"),
        (Window(hours=(Hours("22:00", "12:01"),)), ""),
    ],
)
def test_a_rule_runs_only_in_its_window(window: Window, reason: str) -> None:
    rule = Rule("r", OFF, window=window, where=Where(stores=("S1",)))
    assert why(rule, store="S1") == reason


def test_the_wrong_weekday_is_named() -> None:
    tuesday = SATURDAY + timedelta(days=3)
    rule = Rule("r", OFF, window=Window(weekdays=(6,)), where=Where(codes=("X",)))
    missed = decided([rule], line("p", 9), at=tuesday, codes=("X",)).missed[0]
    assert (missed.text, missed.text_zh) == ("Not on Tuesdays.", "周二不参加。")


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (Where(not_stores=("S1",)), "store"),
        (Where(members_only=True, channels=("till",)), ""),
        (Where(stores=("S1",), tiers=("gold", "jade")), ""),
        (Where(stores=("S1",), tiers=("jade",)), "tier"),
        (Where(stores=("S1",), channels=("web",)), "channel"),
    ],
)
def test_a_rule_runs_only_where_it_should(where: Where, reason: str) -> None:
    assert why(Rule("r", OFF, where=where), view=MEMBER, store="S1", channel="till") == reason


def test_a_guest_is_told_what_is_for_members() -> None:
    assert why(Rule("r", OFF, where=Where(members_only=True))) == "members_only"
    assert why(Rule("r", OFF, limits=Limits(per_member=1))) == "members_only"


def test_a_public_code_opens_its_rule() -> None:
    rule = Rule("r", OFF, where=Where(codes=("SAVE",)))
    assert decided([rule], line("p", 900)).missed == ()
    assert decided([rule], line("p", 900), codes=("SAVE",)).discount_minor == 100


def test_a_code_is_still_asked_where_every_rule_is_explained() -> None:
    rules = compile_rules([Rule("r", OFF, where=Where(codes=("SAVE",)))])
    told = explain_all(rules, View(), Basket((line("p", 900),)), SATURDAY)
    assert [no.why for no in told] == ["code"]


def test_a_list_is_written_out() -> None:
    tree = AnyOf((FactIs("level", Op.IN, ("gold", "jade")),))
    view = View(MemberId(bytes(16)), facts={"level": True})
    missed = decided([Rule("r", OFF, when=tree)], line("p", 900), view=view).missed[0]
    assert (missed.asked, missed.found) == ("level in gold, jade", "true")


def test_a_condition_that_counts_says_how_much_is_missing() -> None:
    amount = FactIs("basket.amount", Op.GE, 2_200)
    missed = decided([Rule("r", OFF, when=amount)], line("p", 1_000)).missed[0]
    assert (missed.why, missed.missing, missed.text_zh) == ("short_amount", 1_200, "差 12.00 元。")
    units = FactIs("basket.quantity", Op.GT, 2, args=("category:tea",))
    tea = line("p", 1_000, categories=("drinks", "tea"))
    assert decided([Rule("r", OFF, when=AllOf((units,)))], tea).missed[0].missing == 2


def test_a_condition_on_the_member_names_the_node_and_both_values() -> None:
    tree = AllOf((FactIs("member", value=True), FactIs("orders.count", Op.LE, 0, id="first")))
    view = View(MemberId(bytes(16)), facts={"orders.count": 3})
    missed = decided([Rule("r", OFF, when=tree)], line("p", 900), view=view).missed[0]
    assert (missed.why, missed.other, missed.found) == ("condition", "first", "3")
    assert missed.asked == "orders.count <= 0"


@pytest.mark.parametrize(
    "tree",
    [
        FactIs("tier", value="gold", args=("main",)),
        FactIs("now.weekday", Op.IN, (6, 7)),
        FactIs("now.time", Op.BETWEEN, ("11:30", "13:00")),
        FactIs("basket.products", Op.HAS, "p"),
        Not(FactIs("basket.brands", Op.HAS_ANY, ("x", "y"))),
        Bucket("pilot", 8_479, 8_480),
        AnyOf((FactIs("store", value="S9"), FactIs("basket.lines", value=1))),
    ],
)
def test_conditions_may_ask_the_clock_the_basket_and_the_member(tree: FactIs) -> None:
    view = View(MEMBER.member_id, tiers=MEMBER.tiers)
    assert why(Rule("r", OFF, when=tree), view=view) == ""


def test_a_guest_is_in_no_bucket_and_half_the_members_are_in_half_of_them() -> None:
    half = Rule("r", OFF, when=Bucket("pilot", 0, 5_000))
    assert why(half) == "condition"
    members = [View(MemberId(n.to_bytes(16))) for n in range(400)]
    assert 150 < sum(why(half, view=view) == "" for view in members) < 250


def test_an_empty_any_and_a_segment_say_no_by_their_node() -> None:
    assert why(Rule("r", OFF, when=AnyOf(()))) == "condition"
    assert why(Rule("r", OFF, when=Bucket("ab", 0, 10))) == "condition"
    assert why(Rule("r", OFF, when=FactIs("now.weekday", Op.LE, 5))) == "weekday"


def test_a_minimum_is_asked_of_the_scope_at_that_step() -> None:
    assert why(Rule("r", OFF, minimum=Minimum(amount_minor=1_001))) == "short_amount"
    assert why(Rule("r", OFF, minimum=Minimum(units=3))) == "short_units"
    assert why(Rule("r", OFF, minimum=Minimum(1_000, 2))) == ""


@pytest.mark.parametrize(
    ("limits", "used", "reason"),
    [
        (Limits(total=5), Used(total=4), ""),
        (Limits(total=5), Used(total=5), "limit_reached"),
        (Limits(per_day=1), Used(day=1), "limit_reached"),
        (Limits(per_member=2), Used(member=2), "limit_reached"),
        (Limits(per_member_day=2), Used(member_day=3), "limit_reached"),
        (Limits(budget_minor=500), Used(budget_minor=500), "budget_spent"),
    ],
)
@pytest.mark.inv("C1")
def test_what_the_counters_have_given_is_not_given_again(
    limits: Limits, used: Used, reason: str
) -> None:
    view = View(MEMBER.member_id, used={"r": used})
    assert why(Rule("r", OFF, limits=limits), view=view) == reason


@pytest.mark.inv("C1")
def test_a_limit_of_each_store_is_kept_in_stores_alone() -> None:
    rule = Rule("r", OFF, limits=Limits(per_store=1))
    assert [why(rule, store=store) for store in ("S1", "")] == ["", "store"]
    assert why(rule, store="S1", view=View(used={"r": Used(store=1)})) == "limit_reached"


def test_the_last_of_a_budget_is_given_in_part_and_says_so() -> None:
    view = View(used={"r": Used(budget_minor=470)})
    rule = Rule("r", OFF, limits=Limits(budget_minor=500))
    decision = decided([rule], line("p", 1_000), view=view)
    effect = decision.effects[0]
    assert (effect.desired_minor, effect.applied_minor, effect.reason) == (100, 30, "budget_spent")
    assert [(use.rule, use.uses, use.budget_minor) for use in decision.uses] == [("r", 1, 30)]


def test_a_limit_may_count_units_or_times() -> None:
    units = Limits(counting=Counting.UNITS, per_member=2)
    view = View(MEMBER.member_id, used={"r": Used(member=1)})
    half = Rule("r", (PercentOff(5_000),), limits=units)
    decision = decided([half], line("p", 900, 3), view=view)
    assert (decision.discount_minor, decision.uses[0].uses) == (150, 1)
    every = (ThresholdOff((Step(100, 10),), every=True),)
    times = Rule("r", every, limits=Limits(counting=Counting.TIMES, per_order=4))
    decision = decided([times], line("p", 900))
    assert (decision.discount_minor, decision.uses[0].uses) == (40, 4)


def test_the_tighter_of_two_bounds_on_times_holds() -> None:
    for times_max, per_order, saved in ((2, 5, 20), (5, 2, 20)):
        every = (ThresholdOff((Step(100, 10),), every=True, times_max=times_max),)
        limits = Limits(counting=Counting.TIMES, per_order=per_order)
        assert decided([Rule("r", every, limits=limits)], line("p", 900)).discount_minor == saved


def test_a_rule_that_lost_the_race_is_decided_without() -> None:
    rule = Rule("r", OFF, limits=Limits(total=1))
    assert decided([rule], line("p", 900)).discount_minor == 100
    basket = Basket((line("p", 900),))
    again = decide(compile_rules([rule]), View(), basket, SATURDAY, without={"r"})
    assert (again.discount_minor, again.missed[0].why) == (0, "limit_reached")


def test_a_coupon_says_why_it_was_refused() -> None:
    five = CouponOffer("c1", "five", (AmountOff(500),), minimum=Minimum(10_000))
    missed = decided([], line("p", 8_800), coupons=(five,)).missed[0]
    assert (missed.coupon, missed.why, missed.missing) == ("c1", "short_amount", 1_200)
    gone = CouponOffer("c2", "five", (AmountOff(500),), uses_left=0)
    assert decided([], line("p", 8_800), coupons=(gone,)).missed[0].why == "used_up"


def test_a_coupon_with_a_value_left_gives_no_more_than_that() -> None:
    card = CouponOffer("c1", "card", (AmountOff(5_000),), value_left_minor=800)
    decision = decided([], line("p", 2_000), coupons=(card,))
    assert (decision.coupons[0].off_minor, decision.effects[0].reason) == (800, "used_up")


def test_the_last_of_a_coupon_s_value_is_given_too() -> None:
    card = CouponOffer("c1", "card", (AmountOff(5_000),), value_left_minor=1)
    assert decided([], line("p", 2_000), coupons=(card,)).discount_minor == 1
    spent = replace(card, value_left_minor=0)
    assert decided([], line("p", 2_000), coupons=(spent,)).missed[0].why == "used_up"


def test_coupons_of_a_kind_share_the_uses_an_order_may_take() -> None:
    cup = Scope((Match(products=("cup",)),))
    cards = tuple(
        [CouponOffer(c, "cups", (UnitsOff(),), scope=cup, uses_left=2, per_order=3) for c in "abc"]
    )
    decision = decided([], line("cup", 5_000, 5), coupons=cards)
    assert [(use.coupon, use.uses) for use in decision.coupons] == [("a", 2), ("b", 1)]
    assert [(no.coupon, no.why) for no in decision.missed] == [("c", "limit_reached")]


def test_a_coupon_for_other_goods_says_so() -> None:
    cup = CouponOffer("c", "cup", (UnitsOff(),), scope=Scope((Match(products=("cup",)),)))
    asked = replace(cup, scope=Scope(), counted=cup.scope)
    for coupon in (cup, asked):
        assert decided([], line("p", 900), coupons=(coupon,)).missed[0].why == "no_goods"


def test_times_are_the_shop_s_own() -> None:
    rule = Rule("r", OFF, window=Window(hours=(Hours("12:00", "12:01"),)))
    late = datetime.fromisoformat("2026-11-21T12:01:00+08:00")
    assert decided([rule], line("p", 900), at=late - timedelta(seconds=1)).missed == ()
    assert decided([rule], line("p", 900), at=late).missed[0].why == "hours"


@pytest.mark.parametrize("fact", [one.name for one in OWN_FACTS])
def test_every_fact_of_the_moment_and_the_basket_is_answered(fact: str) -> None:
    rule = Rule("r", OFF, when=FactIs(fact, Op.KNOWN))
    assert why(rule, view=MEMBER, store="s1", channel="till", codes=("X",)) == ""
