"""What a basket earns: curves, multipliers, bases and rounding."""

from __future__ import annotations

import pytest

from liuke.domains.promotions import (
    AmountOff,
    CouponOffer,
    Earn,
    EarnOn,
    GiveTag,
    Group,
    IssueCoupon,
    Limits,
    Match,
    Minimum,
    Mode,
    Multiply,
    PayWithPoints,
    Rounding,
    Rule,
    Scope,
    Stage,
    StageName,
    Use,
    Used,
    View,
    Where,
    Window,
    portion,
)
from tests.make import decided, line

ONE = Rule("base", (Earn(points=1, per_minor=100),), name="base", name_zh="消费")
GOLD = Rule("gold", (Multiply(15_000),), name="gold", name_zh="金卡", where=Where(tiers=("gold",)))
DAY = Rule(
    "day", (Multiply(20_000),), name="member day", name_zh="会员日", window=Window(weekdays=(6,))
)


def earned(rules: list[Rule], *lines: object, **more: object) -> int:
    decision = decided(rules, *lines, **more)  # type: ignore[arg-type] # tests
    return sum(award.points for award in decision.awards)


def test_the_reason_is_written_on_the_award() -> None:
    view = View(tiers={"main": "gold"})
    award = decided([ONE, GOLD, DAY], line("p", 14_000), view=view).awards[0]
    assert award.points == 420
    assert award.parts[0].text == "base: 140 × 2.0 member day × 1.5 gold"
    assert award.parts[0].text_zh == "消费：140 × 2.0 会员日 × 1.5 金卡"
    assert award.parts[0].factors == ("day", "gold")


def test_a_multiplier_works_on_the_goods_of_its_scope_only() -> None:
    tea = Rule("tea", (Multiply(30_000),), scope=Scope((Match(tags=("tea",)),)))
    lines = line("p", 5_000, tags=("tea",)), line("q", 5_000)
    assert earned([ONE, tea], *lines) == 200


def test_the_reason_says_what_part_of_the_goods_is_multiplied() -> None:
    tea = Rule(
        "tea", (Multiply(30_000),), name="tea", name_zh="茶", scope=Scope((Match(tags=("tea",)),))
    )
    lines = line("p", 8_800, tags=("tea",)), line("q", 5_900)
    award = decided([ONE, tea, DAY], *lines).awards[0]
    assert award.points == (88 * 3 + 59) * 2
    assert award.parts[0].text == "base: 147 × 2.0 member day × 3.0 tea (¥88.00 of ¥147.00)"
    assert award.parts[0].text_zh == "消费：147 × 2.0 会员日 × 3.0 茶（147.00 元中的 88.00 元）"


def test_a_multiplier_of_goods_that_earn_nothing_is_no_reason() -> None:
    tea = Rule("tea", (Multiply(30_000),), scope=Scope((Match(tags=("tea",)),)))
    decision = decided([ONE, tea], line("p", 0, tags=("tea",)), line("q", 5_900))
    assert decision.awards[0].parts[0].factors == ()
    assert [(no.rule, no.why) for no in decision.missed] == [("tea", "nothing_earned")]


def test_a_multiplier_with_nothing_to_multiply_says_so() -> None:
    assert decided([DAY], line("p", 100)).missed[0].why == "nothing_earned"


def test_only_the_best_multiplier_of_a_group_counts() -> None:
    best = Group("x", StageName.EARNING, mode=Mode.BEST)
    rules = [ONE, *[Rule(f"x{n}", (Multiply(n * 10_000),), group="x") for n in (2, 3)]]
    decision = decided(rules, line("p", 1_000), groups=[best])
    assert decision.awards[0].points == 30
    assert [(no.rule, no.other) for no in decision.missed] == [("x2", "x3")]


@pytest.mark.parametrize(
    ("rounding", "points"), [(Rounding.FLOOR, 9), (Rounding.HALF_UP, 10), (Rounding.CEIL, 10)]
)
def test_rounding_is_named_and_done_once_per_order(rounding: Rounding, points: int) -> None:
    rule = Rule("r", (Earn(points=1, per_minor=100, rounding=rounding),))
    assert earned([rule], line("a", 475), line("b", 475)) == points


CUT = Rule("cut", (AmountOff(1_000),))
PAY = Rule("pay", (PayWithPoints("points", 1, 10),))
VOUCHER = CouponOffer("c", "t", (AmountOff(2_000),))


@pytest.mark.inv("L8")
@pytest.mark.parametrize(
    ("base", "points"), [(EarnOn.GROSS, 100), (EarnOn.NET, 70), (EarnOn.PAID, 40)]
)
def test_what_was_given_does_not_earn_again(base: EarnOn, points: int) -> None:
    rule = Rule("r", (Earn(points=1, per_minor=100, base=base),))
    view = View(balances={"points": 300})
    more = {"spend": {"points": 300}, "coupons": (VOUCHER,)}
    assert earned([rule, CUT, PAY], line("p", 10_000), view=view, **more) == points
    no_wallet = Rule("r", (Earn(points=1, per_minor=100, base=base, not_tenders=("wallet",)),))
    more["tenders"] = {"wallet": 1_000, "cash": 3_000}
    assert earned([no_wallet, CUT, PAY], line("p", 10_000), view=view, **more) == points - 10


NO_WALLET = Rule(
    "r", (Earn(points=1, per_minor=100, not_tenders=("wallet", "mall")),), name="r", name_zh="消费"
)


def test_what_is_paid_with_stored_value_earns_nothing_and_the_award_says_so() -> None:
    tenders = {"wallet": 2_000, "mall": 500, "cash": 2_500}
    decision = decided([NO_WALLET], line("a", 3_000), line("b", 2_000), tenders=tenders)
    (award,) = decision.awards
    assert (award.points, [share.amount for share in award.shares]) == (25, [15, 10])
    (part,) = award.parts
    assert part.text == "r: 25 (¥25.00 paid by wallet, mall not counted)"
    assert part.text_zh == "消费：25（25.00 元不计，付款方式：储值、mall）"
    assert "not counted" not in decided([NO_WALLET], line("a", 100)).awards[0].parts[0].text


@pytest.mark.parametrize("wallet", [5_000, 9_000])
def test_what_is_paid_whole_with_what_does_not_earn_says_why(wallet: int) -> None:
    decision = decided([NO_WALLET], line("a", 5_000), tenders={"wallet": wallet})
    assert decision.awards == ()
    assert [(no.rule, no.why) for no in decision.missed] == [("r", "tender")]
    almost = decided([NO_WALLET], line("a", 5_000), tenders={"wallet": 4_999})
    assert [no.why for no in almost.missed] == ["too_little"]


def test_each_rule_names_its_own_payments_that_do_not_earn() -> None:
    card = Rule("card", (Earn(points=1, per_minor=100, not_tenders=("card",)),))
    tenders = {"wallet": 1_000, "card": 3_000}
    assert earned([NO_WALLET, card, ONE], line("a", 4_000), tenders=tenders) == 30 + 10 + 40


def test_a_scope_earns_on_its_part_of_the_other_payment() -> None:
    tea = Scope((Match(products=("a",)),))
    rule = Rule("r", (Earn(points=1, per_minor=100, not_tenders=("wallet",)),), scope=tea)
    tenders = {"wallet": 2_000}
    assert earned([rule], line("a", 3_000), line("b", 1_000), tenders=tenders) == 15


def test_fixed_points_need_something_that_is_paid_for() -> None:
    rule = Rule("r", (Earn(points=50),))
    assert earned([rule], line("p", 100)) == 50
    assert earned([rule, CUT], line("p", 100)) == 0


STAGES = (Stage(0, 5), Stage(10_000, 20))


@pytest.mark.parametrize(("spent", "points"), [(9_999, 5), (10_000, 20), (90_000, 20)])
def test_staged_fixed_gives_by_the_amount(spent: int, points: int) -> None:
    assert earned([Rule("r", (Earn(stages=STAGES),))], line("p", spent)) == points


def test_staged_proportional_may_go_by_what_the_member_already_holds() -> None:
    stages = (Stage(0, 1, 100), Stage(1_000, 2, 100))
    rule = Rule("r", (Earn(stages=stages, measure="points.balance(points)"),))
    rich = View(facts={"points.balance(points)": 1_000})
    assert earned([rule], line("p", 5_000), view=rich) == 100
    assert earned([rule], line("p", 5_000)) == 50


def test_stages_may_go_by_how_many_pieces_are_bought() -> None:
    rule = Rule("r", (Earn(stages=(Stage(2, 5), Stage(3, 20)), measure="basket.quantity"),))
    assert [earned([rule], line("p", 100, units)) for units in (1, 2, 3)] == [0, 5, 20]


def test_below_the_first_stage_nothing_is_earned() -> None:
    rule = Rule("r", (Earn(stages=(Stage(100, 5),)),))
    assert earned([rule], line("p", 99)) == 0
    marginal = (Stage(0, 1, 10), Stage(100, 3, 10), Stage(200, 9, 10))
    each = Rule("r", (Earn(stages=marginal, marginal=True),))
    assert [earned([each], line("p", n)) for n in (100, 150, 250)] == [10, 25, 85]


def test_full_steps_only() -> None:
    rule = Rule("r", (Earn(points=3, per_minor=1_000, full_only=True),))
    assert earned([rule], line("p", 2_999)) == 6


def test_books_are_awarded_side_by_side() -> None:
    rule = Rule("r", (Earn(points=1, per_minor=100), Earn("growth", points=1, per_minor=100)))
    decision = decided([rule, DAY], line("p", 1_000))
    assert [(award.book, award.points) for award in decision.awards] == [
        ("growth", 10),
        ("points", 20),
    ]


def test_the_points_of_a_rule_stop_at_its_limit() -> None:
    rule = Rule("r", (Earn(points=50),), limits=Limits(points_max=120))
    decision = decided([rule], line("p", 100), view=View(used={"r": Used(points=100)}))
    assert (decision.awards[0].points, decision.uses[0].points) == (20, 20)
    (part,) = decision.awards[0].parts
    assert (part.text, part.text_zh) == ("r: 50, of which 20 were left", "r：50，上限只剩 20")
    spent = decided([rule], line("p", 100), view=View(used={"r": Used(points=120)}))
    assert (spent.awards, [no.why for no in spent.missed]) == ((), ["limit_reached"])


def test_all_that_one_rule_earns_stays_below_its_limit() -> None:
    rule = Rule("r", (Earn(points=80), Earn(points=80)), limits=Limits(points_max=100))
    decision = decided([rule], line("p", 100))
    assert (decision.awards[0].points, decision.uses) == (100, (Use("r", 1, 0, 100),))


@pytest.mark.parametrize(("paid", "points"), [(1, 5), (100, 500)])
def test_the_smallest_amounts_earn_their_points(paid: int, points: int) -> None:
    assert earned([Rule("r", (Earn(points=5, per_minor=1),))], line("p", paid)) == points
    assert earned([Rule("r", (Earn(points=1),))], line("p", paid)) == 1


def test_what_only_grants_is_one_use_and_says_why_it_does_not() -> None:
    gift = (IssueCoupon("next"),)
    rule = Rule("r", gift, minimum=Minimum(1_000), limits=Limits(total=5))
    assert decided([rule], line("p", 1_000)).uses == (Use("r", 1),)
    assert [no.why for no in decided([rule], line("p", 999)).missed] == ["short_amount"]


def test_what_is_too_little_for_a_point_says_so() -> None:
    decision = decided([Rule("r", (Earn(points=1, per_minor=100),))], line("p", 99))
    assert [(no.why, no.text) for no in decision.missed] == [
        ("too_little", "Too little for a point.")
    ]


def test_a_discount_and_the_points_of_one_rule_come_together() -> None:
    rule = Rule("r", (AmountOff(100), Earn(points=7)), minimum=Minimum(1_000))
    assert earned([rule], line("p", 999)) == 0
    assert earned([rule], line("p", 1_000)) == 7


def test_coupons_tags_and_rights_are_granted_when_the_rule_holds() -> None:
    gifts = (IssueCoupon("next", 2), GiveTag("tea-lover", 30))
    rule = Rule("r", gifts, minimum=Minimum(5_000))
    assert decided([rule], line("p", 4_999)).grants == ()
    decision = decided([rule], line("p", 5_000))
    assert [grant.effect for grant in decision.grants] == list(gifts)


def test_every_unit_knows_its_part_of_the_award() -> None:
    award = decided([ONE], line("a", 1_000, 3), line("b", 500)).awards[0]
    units = [portion(share, unit, 1) for share in award.shares for unit in range(share.count)]
    assert sorted(units) == [3, 3, 4, 5]
