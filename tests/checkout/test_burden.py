from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.checkout.burden import burden
from liuke.domains.checkout.values import Units
from liuke.domains.promotions import (
    AmountOff,
    BuyGet,
    Decision,
    Earn,
    PayWithPoints,
    PercentOff,
    Rule,
    StageName,
    View,
)
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
)
SOLD = st.lists(
    st.tuples(st.integers(1, 90_000), st.integers(1, 9)), min_size=1, max_size=4
).filter(lambda lines: sum(price for price, _ in lines) > 2_000)


def decide(sold: list[tuple[int, int]]) -> Decision:
    lines = [make.line(f"p{n}", price * units, units) for n, (price, units) in enumerate(sold)]
    view = View(balances={"stars": 1_000})
    return make.decided(RULES, *lines, view=view, spend={"stars": 500})


@given(SOLD, st.randoms(use_true_random=False))
def test_any_partition_of_a_return_equals_never_having_bought(
    sold: list[tuple[int, int]], random: Random
) -> None:
    decision = decide(sold)
    units = [Units(line, unit) for line, (_, count) in enumerate(sold) for unit in range(count)]
    random.shuffle(units)
    counts = {line: count for line, (_, count) in enumerate(sold)}
    before: list[Units] = []
    refund = earned = spent = off = 0
    while units:
        piece = [units.pop() for _ in range(min(len(units), random.randint(1, 4)))]
        part = burden(decision, counts, before, piece)
        assert part.refund_minor >= 0
        assert part.whole is (not units)
        refund += part.refund_minor
        off += part.discount_minor
        earned += part.awards.get("stars", 0)
        spent += part.spends.get("stars", 0)
        before += piece
    assert refund == decision.payable_minor
    assert off == decision.discount_minor
    assert earned == sum(award.points for award in decision.awards)
    assert spent == sum(spend.points for spend in decision.spends)


@given(SOLD)
def test_returning_everything_at_once_is_one_such_partition(sold: list[tuple[int, int]]) -> None:
    decision = decide(sold)
    counts = {line: count for line, (_, count) in enumerate(sold)}
    everything = [Units(line, 0, count) for line, count in counts.items()]
    whole = burden(decision, counts, [], everything)
    assert whole.refund_minor == decision.payable_minor
    assert whole.whole
