"""Money: parts add up, nothing is a float."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel.money import allocate, half_up

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)
AMOUNTS = st.integers(-(10**12), 10**12)


@pytest.mark.inv("T3")
@given(AMOUNTS, WEIGHTS)
def test_the_parts_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)


@pytest.mark.inv("T3")
@given(AMOUNTS, WEIGHTS)
def test_no_part_is_a_whole_unit_away_from_its_share(total: int, weights: list[int]) -> None:
    whole = sum(weights) or len(weights)
    for part, weight in zip(allocate(total, weights), weights, strict=True):
        share = Fraction(total * (weight if sum(weights) else 1), whole)
        assert abs(part - share) < 1
        assert part * total >= 0


@pytest.mark.inv("C8")
@given(st.integers(0, 10**9), WEIGHTS)
def test_the_same_split_is_made_again(total: int, weights: list[int]) -> None:
    assert allocate(total, weights) == allocate(total, list(weights))


@pytest.mark.inv("T3")
@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    rounded = half_up(numerator, denominator)
    exact = Fraction(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)
    assert half_up(-numerator, denominator) == -rounded


def test_nothing_to_share_among_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        allocate(1, [])
    with pytest.raises(AssertionError):
        allocate(1, [1, -1])
    with pytest.raises(AssertionError):
        half_up(1, 0)
