"""A month in which nobody bought is one of those a cohort went through."""

from __future__ import annotations

import pytest

from tests.analytics.reports.asking import YEAR
from tests.analytics.reports.test_run import ANN, BEN, Small, small

pytestmark = pytest.mark.slow

__all__ = ["small"]


async def test_a_month_in_which_the_shop_was_shut_kept_nobody(small: Small) -> None:
    small.sell(ANN, 1, "2017-01-05", 100)
    small.sell(ANN, 2, "2017-04-05", 100)
    small.sell(BEN, 3, "2017-03-05", 100)
    small.sell(BEN, 4, "2017-04-05", 100)

    found = [row[:4] for row in await small.rows("cohorts", YEAR)]

    assert found == [
        ["2017-01", 0, 1, 1],
        ["2017-01", 1, 1, 0],
        ["2017-01", 2, 1, 0],
        ["2017-01", 3, 1, 1],
        ["2017-03", 0, 1, 1],
        ["2017-03", 1, 1, 1],
    ]


async def test_cohorts_go_on_over_the_years(small: Small) -> None:
    small.sell(ANN, 1, "2010-12-05", 100)
    small.sell(ANN, 2, "2017-12-05", 100)
    small.sell(BEN, 3, "2017-12-05", 100)

    found = await small.rows("cohorts", {"since_on": "2010-12-01", "until_on": "2017-12-31"})

    assert [row[1] for row in found if row[0] == "2010-12"] == list(range(85))
    assert [row[:4] for row in found[-2:]] == [["2010-12", 84, 1, 1], ["2017-12", 0, 1, 1]]
