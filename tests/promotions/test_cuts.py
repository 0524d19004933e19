"""A cut says why it takes less than was wanted, and nothing where it takes all of it."""

from __future__ import annotations

from liuke.domains.promotions import Line
from liuke.domains.promotions.cuts import Cut, at_most, cut_to, shared
from liuke.domains.promotions.terms import Base
from liuke.domains.promotions.units import Goods, Slice
from liuke.domains.promotions.values import Why


def slices(*gross: int) -> list[Slice]:
    return [Slice(Goods(n, Line("p", amount, 1))) for n, amount in enumerate(gross)]


def test_a_cut_that_takes_all_that_was_wanted_gives_no_reason() -> None:
    pool = slices(900, 300)
    cut = cut_to(1_000, [(pool[0], 800), (pool[1], 200)])
    assert (cut.applied, cut.why) == (1_000, None)


def test_no_range_gives_more_than_it_is_worth_and_the_cut_says_so() -> None:
    pool = slices(900, 300)
    cut = cut_to(1_000, [(pool[0], 600), (pool[1], 400)])
    assert [amount for _, amount in cut.amounts] == [600, 300]
    assert cut.why is Why.NOTHING_LEFT


def test_an_amount_is_shared_by_worth_and_ends_with_it() -> None:
    cut = shared(400, slices(900, 300), Base.INITIAL)
    assert ([amount for _, amount in cut.amounts], cut.why) == ([300, 100], None)
    cut = shared(1_300, slices(900, 300), Base.INITIAL)
    assert (cut.applied, cut.why) == (1_200, Why.NOTHING_LEFT)
    assert shared(400, slices(0), Base.INITIAL).amounts == []


def test_a_cap_that_is_just_reached_cuts_nothing() -> None:
    pool = slices(900, 300)
    whole = [(pool[0], 300), (pool[1], 100)]
    assert at_most(Cut(400, list(whole)), 400).why is None
    assert at_most(Cut(400, list(whole)), None).why is None
    capped = at_most(Cut(400, list(whole)), 40)
    assert ([amount for _, amount in capped.amounts], capped.why) == ([30, 10], Why.CAP)
    nothing = at_most(Cut(400, list(whole)), 0, Why.BUDGET)
    assert (nothing.amounts, nothing.why) == ([], Why.BUDGET)
