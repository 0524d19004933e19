"""Groups, priorities and exclusions."""

from __future__ import annotations

import pytest

from liuke.domains.promotions import (
    AmountOff,
    Base,
    Basis,
    CouponOffer,
    Earn,
    FixedPrice,
    Group,
    Match,
    Minimum,
    Mode,
    PercentOff,
    Rule,
    Scope,
    ShippingOff,
    Stacking,
    StageName,
    Step,
    ThresholdOff,
)
from tests.make import decided, line


def group(mode: Mode, *, by_line: bool = False) -> Group:
    return Group("g", StageName.LIMITED, mode=mode, by_line=by_line)


RULES = [
    Rule("ten", (AmountOff(1_000),), group="g", priority=2),
    Rule("third", (PercentOff(3_000),), group="g", priority=1),
    Rule("tea", (AmountOff(200),), group="g", scope=Scope((Match(products=("tea",)),))),
]


@pytest.mark.parametrize(
    ("mode", "saved"),
    [(Mode.ALL, 1_000 + 2_700 + 200), (Mode.FIRST, 1_000), (Mode.BEST, 3_000), (Mode.LEAST, 200)],
)
def test_a_group_applies_all_the_first_the_best_or_the_least(mode: Mode, saved: int) -> None:
    decision = decided(RULES, line("tea", 4_000), line("pot", 6_000), groups=[group(mode)])
    assert decision.discount_minor == saved


def test_the_best_of_two_shipping_rules_is_the_one_that_takes_more_off() -> None:
    best = Group("g", StageName.SHIPPING, mode=Mode.BEST)
    rules = [
        Rule("a", (ShippingOff(off_minor=200),), group="g"),
        Rule("b", (ShippingOff(5_000),), group="g"),
    ]
    decision = decided(rules, line("p", 100), shipping_minor=900, groups=[best])
    assert [(e.rule, e.applied_minor) for e in decision.effects] == [("b", 450)]


def test_the_beaten_are_told_by_whom() -> None:
    decision = decided(RULES, line("tea", 10_000), groups=[group(Mode.BEST)])
    assert {(no.rule, no.why, no.other) for no in decision.missed} == {
        ("ten", "beaten", "third"),
        ("tea", "beaten", "third"),
    }


def test_the_first_that_gives_something_is_taken_and_the_rest_are_told() -> None:
    rules = [Rule("dear", (FixedPrice(90_000),), group="g", priority=3), *RULES]
    decision = decided(rules, line("tea", 10_000), groups=[group(Mode.FIRST)])
    assert [effect.rule for effect in decision.effects] == ["ten"]
    assert {(no.rule, no.why, no.other) for no in decision.missed} == {
        ("dear", "nothing_left", ""),
        ("third", "beaten", "ten"),
        ("tea", "beaten", "ten"),
    }


def test_who_gives_nothing_is_not_beaten_but_told_why() -> None:
    dear = [Rule(code, (FixedPrice(90_000),), group="g") for code in ("dear", "dearer")]
    best = [group(Mode.BEST)]
    decision = decided([*dear, RULES[0]], line("tea", 10_000), groups=best)
    assert decision.discount_minor == 1_000
    assert {(no.rule, no.why) for no in decision.missed} == {
        ("dear", "nothing_left"),
        ("dearer", "nothing_left"),
    }
    nobody = decided(dear, line("tea", 10_000), groups=best)
    assert {no.why for no in nobody.missed} == {"nothing_left"}


def test_a_rule_that_gives_as_much_on_more_lines_wins_no_tie() -> None:
    only = Scope((Match(products=("p",)),))
    rules = [
        Rule("a", (AmountOff(100),), group="g", scope=only),
        Rule("b", (AmountOff(100),), group="g"),
    ]
    decision = decided(rules, line("p", 900), line("q", 900), groups=[group(Mode.BEST)])
    assert [effect.rule for effect in decision.effects] == ["a"]


def test_rules_of_one_group_may_all_be_reckoned_on_what_came_into_it() -> None:
    rules = [
        Rule("flash", (AmountOff(100),), stage=StageName.ACTIVITY),
        *[Rule(code, (PercentOff(1_000),), group="g") for code in "ab"],
    ]
    for base, saved in ((Base.REDUCED, 271), (Base.INITIAL, 280), (Base.LIST, 300)):
        sale = Group("g", StageName.LIMITED, base=base)
        assert decided(rules, line("p", 1_000), groups=[sale]).discount_minor == saved


@pytest.mark.parametrize("base", list(Base))
@pytest.mark.parametrize(
    "effect",
    [
        AmountOff(500),
        ThresholdOff((Step(1_000, 500),)),
        ThresholdOff((Step(2, price_minor=1_500),), basis=Basis.QUANTITY),
    ],
)
def test_what_one_line_cannot_bear_of_an_amount_the_others_do(
    effect: AmountOff | ThresholdOff, base: Base
) -> None:
    rules = [
        Rule("flash", (PercentOff(9_900),), stage=StageName.LIMITED, group="g", priority=1,
             scope=Scope((Match(products=("p",)),))),
        Rule("off", (effect,), group="g"),
    ]  # fmt: skip
    sale = Group("g", StageName.LIMITED, base=base)
    lines = line("p", 1_000), line("q", 1_990)
    flash, off = decided(rules, *lines, groups=[sale]).effects
    assert (flash.applied_minor, off.applied_minor, off.reason) == (990, 500, None)


def test_a_share_off_the_list_price_is_not_made_up_for_on_other_goods() -> None:
    rules = [
        Rule("free", (PercentOff(10_000),), group="g", scope=Scope((Match(products=("p",)),)),
             priority=1),
        Rule("tenth", (PercentOff(1_000),), group="g"),
    ]  # fmt: skip
    sale = Group("g", StageName.LIMITED, base=Base.LIST)
    decision = decided(rules, line("p", 1_000), line("q", 1_000), groups=[sale])
    assert [one.discount_minor for one in decision.lines] == [1_000, 100]


def test_shipping_is_a_line_of_its_own_where_the_best_is_chosen_for_each() -> None:
    rules = [
        Rule("half", (PercentOff(5_000),), group="g"),
        Rule("ship", (AmountOff(10), ShippingOff()), group="g"),
    ]
    best = [group(Mode.BEST, by_line=True)]
    decision = decided(rules, line("p", 1_000), line("q", 1_000), shipping_minor=600, groups=best)
    assert [(e.rule, e.applied_minor) for e in decision.effects] == [("half", 1_000), ("ship", 600)]
    assert decision.missed == ()


def test_a_minimum_asks_all_the_goods_also_where_the_rule_wins_one_line_of_them() -> None:
    rules = [
        Rule("half", (PercentOff(5_000),), group="g", minimum=Minimum(10_000)),
        Rule("tea", (PercentOff(6_000),), group="g", scope=Scope((Match(products=("tea",)),))),
    ]
    best = [group(Mode.BEST, by_line=True)]
    decision = decided(rules, line("tea", 6_000), line("pot", 6_000), groups=best)
    assert [one.discount_minor for one in decision.lines] == [3_600, 3_000]


def test_the_best_may_be_chosen_for_each_line() -> None:
    rules = [
        Rule("nine", (FixedPrice(900),), group="g"),
        Rule("half", (PercentOff(5_000),), group="g"),
    ]
    lines = line("a", 1_000), line("b", 4_000)
    best = decided(rules, *lines, groups=[group(Mode.BEST, by_line=True)])
    assert [one.due_minor for one in best.lines] == [500, 900]


def test_who_wins_no_line_is_told_by_whom_and_who_gives_nothing_why() -> None:
    rules = [
        Rule("half", (PercentOff(5_000),), group="g"),
        Rule("tenth", (PercentOff(1_000),), group="g"),
        Rule("dear", (FixedPrice(9_000),), group="g"),
    ]
    best = [group(Mode.BEST, by_line=True)]
    decision = decided(rules, line("a", 1_000), line("b", 4_000), groups=best)
    assert {(no.rule, no.why, no.other) for no in decision.missed} == {
        ("tenth", "beaten", "half"),
        ("dear", "nothing_left", ""),
    }
    both = [rules[2], Rule("dearer", (FixedPrice(9_999),), group="g")]
    nothing = decided(both, line("a", 1_000), groups=best)
    assert {no.why for no in nothing.missed} == {"nothing_left"}


def test_ties_go_to_the_higher_priority_then_to_the_code() -> None:
    rules = [Rule("b", (AmountOff(100),), group="g"), Rule("a", (AmountOff(100),), group="g")]
    decision = decided(rules, line("p", 900), groups=[group(Mode.BEST)])
    assert decision.effects[0].rule == "a"
    rules[0] = Rule("b", (AmountOff(100),), group="g", priority=1)
    assert decided(rules, line("p", 900), groups=[group(Mode.FIRST)]).effects[0].rule == "b"


def test_steps_run_in_the_order_of_the_pipeline_whatever_the_priority() -> None:
    stages = [StageName.THRESHOLD, StageName.LIMITED, StageName.MEMBER, StageName.ACTIVITY]
    rules = [Rule(s, (AmountOff(1),), stage=s, priority=i) for i, s in enumerate(stages)]
    decision = decided(rules, line("p", 900))
    assert [effect.stage for effect in decision.effects] == stages[::-1]


def test_a_class_that_is_excluded_does_not_join_the_order() -> None:
    rules = [
        Rule("flash", (FixedPrice(500),), stage=StageName.ACTIVITY, stacking=Stacking("flash")),
        Rule("full", (AmountOff(100),), stacking=Stacking(excludes=("flash",))),
    ]
    decision = decided(rules, line("p", 900), line("q", 400))
    assert decision.discount_minor == 400
    assert (decision.missed[0].why, decision.missed[0].other) == ("excluded", "flash")


def test_the_earlier_rule_may_be_the_one_that_excludes() -> None:
    first = Rule("vip", (AmountOff(100),), priority=1, stacking=Stacking(excludes=("*",)))
    decision = decided([first, Rule("b", (AmountOff(100),))], line("p", 900))
    assert [effect.rule for effect in decision.effects] == ["vip"]


def test_what_excludes_everything_still_ships_and_earns() -> None:
    alone = Stacking(excludes=("*",))
    rules = [
        Rule("vip", (AmountOff(100),), stacking=alone),
        Rule("ship", (ShippingOff(),)),
        Rule("earn", (Earn(points=1, per_minor=100),)),
    ]
    decision = decided(rules, line("p", 900), shipping_minor=600)
    assert (decision.payable_minor, decision.awards[0].points) == (800, 8)


def test_a_class_may_be_excluded_on_the_same_unit_only() -> None:
    scope = Scope((Match(products=("p",)),))
    flash = Stacking("flash")
    rules = [
        Rule("f", (FixedPrice(500),), stage=StageName.ACTIVITY, scope=scope, stacking=flash),
        Rule("full", (PercentOff(5_000),), stacking=Stacking(excludes=("flash",), by_unit=True)),
    ]
    decision = decided(rules, line("p", 900), line("q", 400))
    assert [one.discount_minor for one in decision.lines] == [400, 200]


def test_activity_goods_may_refuse_coupons_and_points_by_unit() -> None:
    bars = Stacking("flash", excludes=("coupon", "earn"), by_unit=True)
    scope = Scope((Match(products=("p",)),))
    rules = [
        Rule("f", (FixedPrice(500),), stage=StageName.ACTIVITY, scope=scope, stacking=bars),
        Rule("e", (Earn(points=1, per_minor=100),), stacking=Stacking("earn")),
    ]
    coupon = CouponOffer("c", "t", (AmountOff(1_000),), stacking=Stacking("coupon"))
    decision = decided(rules, line("p", 900), line("q", 400), coupons=(coupon,))
    assert [one.due_minor for one in decision.lines] == [500, 0]
    assert decision.awards == ()


def test_coupons_of_one_class_exclude_each_other_and_say_so() -> None:
    one = Stacking("cash", excludes=("cash",))
    coupons = tuple([CouponOffer(c, f"t{c}", (AmountOff(100),), stacking=one) for c in "ab"])
    decision = decided([], line("p", 900), coupons=coupons)
    assert [use.coupon for use in decision.coupons] == ["a"]
    assert (decision.missed[0].coupon, decision.missed[0].why) == ("b", "excluded")


def test_the_best_coupon_may_be_chosen() -> None:
    best = Group("coupons", StageName.COUPON, mode=Mode.BEST)
    coupons = (
        CouponOffer("a", "five", (AmountOff(500),)),
        CouponOffer("b", "half", (PercentOff(5_000),)),
    )
    decision = decided([], line("p", 2_000), coupons=coupons, groups=[best])
    assert [(use.coupon, use.off_minor) for use in decision.coupons] == [("b", 1_000)]
    assert [(no.coupon, no.why, no.other) for no in decision.missed] == [("a", "beaten", "half")]
