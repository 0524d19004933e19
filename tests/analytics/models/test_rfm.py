"""Scores follow the shop's own fifths, or cuts that stay."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.analytics.models import rfm
from liuke.domains.analytics.models.settings import Cuts
from liuke.domains.analytics.models.words import NAMES
from tests.analytics.models.counting import fifths


def test_a_hundred_different_members_fall_into_five_equal_fifths() -> None:
    figures = np.arange(1.0, 101.0)
    cuts = fifths(figures, figures, figures)
    found = rfm.scores(cuts, figures, figures, figures)
    assert [np.bincount(score)[1:].tolist() for score in found] == [[20] * 5] * 3
    assert (found.recency[0], found.frequency[0], found.monetary[-1]) == (5, 1, 5)


def test_fixed_cuts_count_the_border_itself_as_before_it() -> None:
    cuts = Cuts((7, 30, 90, 180), (1, 2, 5, 10), (10_000, 30_000, 60_000, 100_000))
    days, orders = np.array([7.0, 8.0, 181.0]), np.array([1.0, 2.0, 11.0])
    found = rfm.scores(cuts, days, orders, np.array([10_000.0, 10_001.0, 100_001.0]))
    assert found.recency.tolist() == [5, 4, 1]
    assert found.frequency.tolist() == [1, 2, 5]
    assert found.monetary.tolist() == [1, 2, 5]


def test_names_follow_what_is_high() -> None:
    cuts = Cuts((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3, 4))
    found = rfm.scores(cuts, np.array([0.0, 9.0, 0.0]), np.array([9.0] * 3), np.array([9.0, 9, 0]))
    assert [NAMES[place].code for place in rfm.classes(found)] == ["champion", "must_keep", "loyal"]


def test_movement_is_the_change_of_the_sum() -> None:
    cuts = Cuts((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3, 4))
    low, high = np.array([0.0, 9.0]), np.array([9.0, 0.0])
    before, now = rfm.scores(cuts, high, low, low), rfm.scores(cuts, high, high, low)
    assert rfm.movement(before, now).tolist() == [1, -1]
    assert rfm.movement(now, now).tolist() == [0, 0]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_scores_are_one_to_five_and_never_fall_with_more_money(spent: list[int]) -> None:
    money = np.sort(np.array(spent, dtype=np.float64))
    found = rfm.scores(fifths(money, money, money), money, money, money)
    assert set(found.monetary.tolist()) <= {1, 2, 3, 4, 5}
    assert (np.diff(found.monetary) >= 0).all()
    assert (found.recency + found.monetary == 6).all()
