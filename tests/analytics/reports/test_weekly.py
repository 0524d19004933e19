"""The weekly report: of which week it may be."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains.analytics.reports.weekly import WeekWish, collect
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField


@pytest.mark.parametrize("day", [date.min, date.max])
async def test_a_week_at_the_end_of_days_is_refused(tx: Tx, day: date) -> None:
    with pytest.raises(InvalidField) as refused:
        await collect(tx, WeekWish(day))

    assert refused.value.field == "day"
