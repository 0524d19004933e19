from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.checkout.burden import Burden, OfCoupon, burden
from liuke.domains.checkout.values import Units
from liuke.domains.promotions import (
    AmountOff,
    BuyGet,
    Counting,
    CouponOffer,
    Decision,
    Earn,
    IssueCoupon,
    Limits,
    Match,
    OnlyFor,
    PayWithPoints,
    PercentOff,
    Rule,
    Scope,
    ShippingOff,
    StageName,
    UnitsOff,
    Use,
    View,
)
from liuke.kernel.ids import MemberId
from tests import make

RULES = (
    Rule(code="member", stage=StageName.MEMBER, effects=(PercentOff(off_bp=777),)),
    Rule(code="third-free", stage=StageName.LIMITED, effects=(BuyGet(buy=2, get=1),)),
    Rule(code="off", stage=StageName.THRESHOLD, effects=(AmountOff(off_minor=1001),)),
    Rule(
        code="pay",
        stage=StageName.POINTS,
        effects=(PayWithPoints(book="stars", points=7, worth_minor=3),),
    ),
    Rule(
        code="earn", stage=StageName.EARNING, effects=(Earn(book="stars", points=1, per_minor=99),)
    ),
    Rule(
        code="growth",
        stage=StageName.EARNING,
        effects=(Earn(book="growth", points=1, per_minor=7, not_tenders=("wallet", "mall")),),
    ),
)
TEA = Scope((Match(products=("tea",)),))
Sold = list[tuple[int, int, int]]  # of each line: its list price, its units, what a till cut off it
SOLD = st.lists(
    st.tuples(st.integers(1, 90_000), st.integers(1, 9), st.integers(0, 2_000)),
    min_size=1,
    max_size=4,
)


PAID = st.fixed_dictionaries(
    {},
    optional={kind: st.integers(1, 99_000) for kind in ("cash", "wallet", "mall")},
)


def decide(sold: Sold, tenders: Mapping[str, int] | None = None) -> Decision:
    lines = [
        make.line(f"p{n}", gross, units, cut_minor=cut)
        for n, (gross, units, cut) in enumerate(sold)
    ]
    view = View(balances={"stars": 1_000})
    spend = {"stars": 500}
    return make.decided(RULES, *lines, view=view, spend=spend, tenders=tenders or {})


@given(SOLD, PAID, st.randoms(use_true_random=False))
def test_any_partition_of_a_return_equals_never_having_bought(
    sold: Sold, paid: dict[str, int], random: Random
) -> None:
    decision = decide(sold, paid)
    counts = {line: count for line, (_, count, _) in enumerate(sold)}
    units = [Units(line, unit) for line, count in counts.items() for unit in range(count)]
    random.shuffle(units)
    before: list[Units] = []
    refund = spent = off = 0
    earned = Counter[str]()
    while units:
        piece = [units.pop() for _ in range(min(len(units), random.randint(1, 4)))]
        part = burden(decision, counts, before, piece)
        assert part.refund_minor >= 0
        assert part.whole is (not units)
        assert part.units == len(piece)
        refund += part.refund_minor
        off += part.discount_minor
        earned.update(part.awards)
        spent += part.spends.get("stars", 0)
        before += piece
    assert refund == decision.payable_minor
    assert off == decision.discount_minor
    assert +earned == Counter({award.book: award.points for award in decision.awards})
    goods = sum(line.due_minor for line in decision.lines)
    barred = min(goods, sum(paid.get(kind, 0) for kind in ("wallet", "mall")))
    assert earned["growth"] == (goods - barred) // 7
    assert spent == sum(spend.points for spend in decision.spends)


@given(SOLD)
def test_returning_everything_at_once_is_one_such_partition(sold: Sold) -> None:
    decision = decide(sold)
    counts = {line: count for line, (_, count, _) in enumerate(sold)}
    everything = [Units(line, 0, count) for line, count in counts.items()]
    whole = burden(decision, counts, [], everything)
    assert whole.refund_minor == decision.payable_minor
    assert (whole.whole, whole.units) == (True, sum(counts.values()))


def one_by_one(decision: Decision, *back: Units) -> list[Burden]:
    """Return every unit of an order, one after another."""
    counts = Counter(unit.line for unit in back)
    return [burden(decision, counts, back[:n], [unit]) for n, unit in enumerate(back)]


def test_what_a_till_had_cut_already_makes_no_unit_worth_less_than_nothing() -> None:
    free = Rule("free", (PercentOff(10_000),))
    decision = make.decided([free], make.line("tea", 11, 3, cut_minor=1))
    parts = one_by_one(decision, Units(0, 1), Units(0, 0), Units(0, 2))
    assert [part.refund_minor for part in parts] == [0, 0, 0]


def test_a_coupon_comes_back_with_the_last_unit_it_was_spent_on() -> None:
    coupon = CouponOffer("c", "ten", (AmountOff(1_000),), scope=TEA)
    decision = make.decided(
        [], make.line("tea", 4_000, 2), make.line("pot", 5_000), coupons=(coupon,)
    )
    first, other, last = one_by_one(decision, Units(0, 1), Units(1, 0), Units(0, 0))
    assert first.coupons == {"c": OfCoupon(500, 0)}
    assert other.coupons == {}
    assert last.coupons == {"c": OfCoupon(500, 1)}


def test_a_card_of_several_uses_gets_one_back_for_each_unit_it_paid() -> None:
    card = CouponOffer("card", "tea-card", (UnitsOff(),), uses_left=2)
    decision = make.decided([], make.line("tea", 3_000, 3), coupons=(card,))
    paid = next(n for n in range(3) if not off_unit(decision, n))
    free = [n for n in range(3) if n != paid]
    parts = one_by_one(decision, Units(0, free[0]), Units(0, paid), Units(0, free[1]))
    assert [part.coupons for part in parts] == [
        {"card": OfCoupon(1_000, 1)},
        {},
        {"card": OfCoupon(1_000, 1)},
    ]


def off_unit(decision: Decision, unit: int) -> int:
    """Return what is off one unit of the first line."""
    return burden(decision, {0: 3}, (), [Units(0, unit)]).discount_minor


def test_a_coupon_that_paid_the_shipping_comes_back_with_the_whole_order() -> None:
    coupon = CouponOffer("s", "ship", (ShippingOff(),))
    decision = make.decided([], make.line("tea", 900, 3), shipping_minor=600, coupons=(coupon,))
    parts = one_by_one(decision, Units(0, 2), Units(0, 0), Units(0, 1))
    assert [part.coupons for part in parts] == [{}, {}, {"s": OfCoupon(600, 1)}]


def test_a_limited_offer_is_free_again_as_far_as_what_it_gave_is_not_kept() -> None:
    offer = Rule("off", (AmountOff(1_000),), scope=TEA, limits=Limits(total=9))
    decision = make.decided([offer], make.line("tea", 4_000, 2), make.line("pot", 5_000))
    parts = one_by_one(decision, Units(0, 1), Units(0, 0), Units(1, 0))
    assert [part.uses for part in parts] == [(Use("off", 0, 500),), (Use("off", 1, 500),), ()]


@given(SOLD, st.sampled_from(list(Counting)), st.randoms(use_true_random=False))
def test_any_partition_frees_exactly_what_a_limited_rule_took(
    sold: Sold, counting: Counting, random: Random
) -> None:
    limits = Limits(counting=counting, total=5, budget_minor=7_000)
    effects = (BuyGet(buy=2, get=1), AmountOff(501), ShippingOff())
    lines = [make.line(f"p{n}", gross, units) for n, (gross, units, _) in enumerate(sold)]
    decision = make.decided([Rule("one", effects, limits=limits)], *lines, shipping_minor=600)
    units = [Units(n, unit) for n, (_, count, _) in enumerate(sold) for unit in range(count)]
    random.shuffle(units)
    freed = [use for part in one_by_one(decision, *units) for use in part.uses]
    assert all(min(use.uses, use.budget_minor) >= 0 for use in freed)
    sums = sum(use.uses for use in freed), sum(use.budget_minor for use in freed)
    assert [sums] == [(use.uses, use.budget_minor) for use in decision.uses]


def test_units_that_are_limited_are_free_again_one_by_one() -> None:
    limits = Limits(per_member=2, counting=Counting.UNITS)
    offer = Rule("half", (PercentOff(5_000),), scope=TEA, limits=limits)
    member = View(member_id=MemberId.new())
    decision = make.decided([offer], make.line("tea", 8_000, 3), view=member)
    parts = one_by_one(decision, Units(0, 2), Units(0, 0), Units(0, 1))
    assert [part.uses for part in parts] == [(), (Use("half", 1, 1_334),), (Use("half", 1, 1_333),)]


@pytest.mark.parametrize(
    ("counting", "freed"), [(Counting.UNITS, [1, 0, 1]), (Counting.ORDERS, [0, 0, 1])]
)
def test_goods_for_members_are_free_again_as_they_come_back(
    counting: Counting, freed: list[int]
) -> None:
    limits = Limits(counting=counting, per_member=2)
    only = Rule("only", (OnlyFor(),), scope=TEA, limits=limits)
    member = View(member_id=MemberId.new())
    lines = make.line("tea", 4_000, 2), make.line("pot", 5_000, 2)
    decision = make.decided([only], *lines, view=member)
    parts = one_by_one(decision, Units(0, 1), Units(1, 0), Units(0, 0))
    assert [sum(use.uses for use in part.uses) for part in parts] == freed


def test_money_that_points_paid_by_a_limited_rule_is_free_again_to_the_cent() -> None:
    pay = Rule("pay", (PayWithPoints("stars"),), scope=TEA, limits=Limits(budget_minor=500))
    view = View(balances={"stars": 900})
    lines = make.line("tea", 4_000, 2), make.line("pot", 5_000)
    decision = make.decided([pay], *lines, view=view, spend={"stars": 900})
    parts = one_by_one(decision, Units(0, 1), Units(0, 0), Units(1, 0))
    assert [part.uses for part in parts] == [(Use("pay", 0, 250),), (Use("pay", 1, 250),), ()]


def test_a_limited_offer_that_lowers_no_price_is_free_again_with_the_whole_order() -> None:
    earn = Earn(book="stars", points=1, per_minor=100)
    offer = Rule("earn", (earn,), scope=TEA, limits=Limits(total=9))
    decision = make.decided([offer], make.line("tea", 4_000, 2), make.line("pot", 5_000))
    parts = one_by_one(decision, Units(0, 1), Units(0, 0), Units(1, 0))
    assert [part.uses for part in parts] == [(), (), decision.uses]
    assert [use.rule for use in decision.uses] == ["earn"]


def test_what_a_rule_gave_for_the_next_visit_goes_with_the_last_unit_it_was_given_for() -> None:
    given = Rule("next", (AmountOff(100), IssueCoupon("ten")), scope=TEA)
    other = Rule("spend", (IssueCoupon("cup"),))
    decision = make.decided([given, other], make.line("tea", 4_000, 2), make.line("pot", 5_000))
    parts = one_by_one(decision, Units(0, 1), Units(0, 0), Units(1, 0))
    assert [[grant.rule for grant in part.grants] for part in parts] == [[], ["next"], ["spend"]]
