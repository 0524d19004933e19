"""The curve says how much the best bring."""

from __future__ import annotations

import numpy as np
import pytest

from liuke.domains.analytics.models import concentration


def test_a_fifth_that_brings_four_fifths() -> None:
    found = concentration.curve(np.array([20.0, 80.0]), np.array([800.0, 200.0]))
    assert found.brought_by(0.2) == pytest.approx(0.8)
    assert found.needed_for(0.8) == pytest.approx(0.2)
    assert found.gini == pytest.approx(0.6)


def test_all_alike_and_nobody_at_all_are_even() -> None:
    even = concentration.curve(np.ones(10), np.full(10, 7.0))
    nobody = concentration.curve(np.array([]), np.array([]))
    assert even.gini == pytest.approx(0.0, abs=1e-12)
    assert (nobody.gini, nobody.brought_by(0.2)) == (0.0, 0.2)
