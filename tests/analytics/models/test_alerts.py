"""A day is judged by its own weekday, and what moved it is named."""

from __future__ import annotations

import numpy as np
import pytest

from liuke.domains.analytics.models import alerts
from liuke.domains.analytics.models.arrays import Floats


def weeks(last: float, saturday: float = 300.0, count: int = 9) -> Floats:
    """Return weeks that end on a Saturday: busy, and a little different each time."""
    week = np.array([100.0, 90, 95, 100, 105, 150, saturday])
    wobble = np.repeat(np.arange(count) % 3 - 1, 7) * 6.0
    series: Floats = np.tile(week, count) + wobble
    series[-1] = last
    return series


def test_a_busy_saturday_is_usual_and_a_quiet_one_is_not() -> None:
    assert alerts.movements(np.stack([weeks(300.0)])) == []
    (found,) = alerts.movements(np.stack([weeks(300.0), weeks(100.0)]))
    assert (found.place, found.sold, found.usual) == (1, 100.0, 300.0)
    # Median absolute deviation is 6, under the floor of 5 % of 300.
    assert found.z == pytest.approx(0.6745 * -200 / 15)


def test_the_farthest_comes_first() -> None:
    found = alerts.movements(np.stack([weeks(500.0), weeks(900.0), weeks(0.0)]))
    assert [one.place for one in found] == [1, 2, 0]


def test_three_weeks_tell_nothing() -> None:
    assert alerts.movements(np.stack([weeks(0.0, count=4)])) == []


def test_causes_are_the_parts_that_moved_with_it() -> None:
    parts = np.stack([weeks(310.0), weeks(20.0), weeks(200.0)])
    found = alerts.causes(parts, [11, 22, 33], rising=False)
    assert [one.part for one in found] == [22, 33]
    # The mean of eight such Saturdays is 299.25.
    assert [one.moved for one in found] == [pytest.approx(-279.25), pytest.approx(-99.25)]
