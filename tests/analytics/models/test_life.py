"""The same silence means something else to a daily and to a yearly member."""

from __future__ import annotations

import numpy as np
import pytest

from liuke.domains.analytics.models import life
from liuke.domains.analytics.models.settings import Borders
from liuke.domains.analytics.models.words import STAGES


def stage(orders: int, first: int, last: int, usual: float = 30.0) -> str:
    figures = [np.array([float(value)]) for value in (orders, first, last)]
    return STAGES[int(life.stages(Borders(), figures[0], figures[1], figures[2], usual)[0])]


def test_forty_days_of_silence_by_whose_rhythm() -> None:
    # Every three days for a year: gone quiet. Every hundred: as always.
    assert stage(orders=100, first=340, last=40) == "dormant"
    assert stage(orders=4, first=340, last=40) == "active"


def test_every_stage_has_its_members() -> None:
    assert stage(0, 0, 0) == "prospect"
    assert stage(1, 10, 10) == "new"
    assert stage(20, 200, 15, usual=9.0) == "active"
    assert stage(20, 200, 22, usual=9.0) == "at_risk"
    assert stage(20, 200, 45, usual=9.0) == "dormant"
    assert stage(20, 200, 120, usual=9.0) == "lost"


def test_a_few_days_never_count_as_silence() -> None:
    # Three rhythms long, yet only twelve days.
    assert stage(50, 212, 12) == "active"


def test_one_purchase_takes_the_rhythm_of_everybody() -> None:
    found = life.rhythm(np.array([1.0, 2.0, 11.0]), np.array([0.0, 10.0, 100.0]), 30.0)
    assert found.tolist() == [pytest.approx(30.0), pytest.approx(20.0), pytest.approx(130 / 11)]
