"""Forecasts are tried against last week, and say which did best."""

from __future__ import annotations

import numpy as np
import pytest

from liuke.domains.analytics.models import demand
from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.models.sparse import TooSparse

pytestmark = pytest.mark.slow

WEEK = np.array([80.0, 70, 75, 80, 95, 140, 160])


def noisy(weeks: int = 20) -> Floats:
    """Return weeks with noise that repeating last week doubles."""
    return np.tile(WEEK, weeks) + np.random.default_rng(3).normal(0, 12, weeks * 7)


def test_noise_is_smoothed_away_better_than_by_repeating_it() -> None:
    found = demand.forecast(noisy())
    assert found.method != demand.NAIVE
    assert found.judged[found.method].wape < 0.85 * found.judged[demand.NAIVE].wape
    assert set(found.judged) == set(demand.METHODS)
    assert np.abs(found.days[:7] - WEEK).max() < 15
    assert ((found.low <= found.days) & (found.days <= found.high)).all()


def test_weeks_that_never_differ_keep_the_forecast_that_costs_nothing() -> None:
    found = demand.forecast(np.tile(WEEK, 12))
    assert found.method == demand.NAIVE
    assert found.judged[demand.NAIVE].wape == 0
    assert found.days == pytest.approx(np.tile(WEEK, 4))


def test_nothing_is_foreseen_of_a_few_weeks() -> None:
    with pytest.raises(TooSparse, match="70 days of sales; there are 63"):
        demand.forecast(np.tile(WEEK, 9))


def test_no_forecast_falls_below_zero() -> None:
    falling = np.concatenate([np.linspace(100, 0, 70), np.zeros(7)])
    found = demand.forecast(falling)
    assert found.days.min() >= 0
    assert found.low.min() >= 0
