"""Ranges of units of a return: which meet, which reach too far, which are left."""

from __future__ import annotations

from liuke.domains.checkout.units import overlaps, remaining, taken, touched, unsold
from liuke.domains.checkout.values import Units
from liuke.domains.promotions import Share


def test_ranges_that_touch_do_not_meet() -> None:
    assert overlaps([Units(0, 2, 2), Units(0, 0, 2), Units(1, 0, 9)]) == []
    assert overlaps([Units(0, 0, 5), Units(0, 1), Units(0, 4)]) == [Units(0, 1), Units(0, 4)]


def test_a_range_may_reach_the_last_unit_and_no_further() -> None:
    sold = {0: 3}
    assert unsold([Units(0, 0, 3), Units(0, 2)], sold) == []
    assert unsold([Units(0, 2, 2), Units(0, 3), Units(1, 0)], sold) == [
        Units(0, 2, 2),
        Units(0, 3),
        Units(1, 0),
    ]


def test_what_is_left_lies_around_what_came_back() -> None:
    assert remaining({0: 4}, []) == [Units(0, 0, 4)]
    assert remaining({0: 4}, [Units(0, 0), Units(0, 3)]) == [Units(0, 1, 2)]
    assert remaining({0: 1}, [Units(0, 0)]) == []


def test_units_bear_their_own_line_only() -> None:
    shares = [Share(0, 0, 4, before=0, after=8), Share(1, 0, 2, before=0, after=6)]
    assert taken(shares, [Units(0, 1, 2)]) == 4
    assert taken(shares, [Units(0, 3), Units(1, 0, 2), Units(2, 0)]) == 8
    assert touched(shares, [Units(0, 3, 5), Units(2, 0)]) == 1
    assert touched(shares, [Units(0, 4)]) == 0
