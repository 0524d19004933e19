"""A window holds the days and instants that `docs/guide/conditions.md` says, edges and all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel.windows import (
    Calendar,
    Dates,
    DaysAgo,
    LastDays,
    LastHours,
    Unit,
    When,
    Window,
)
from liuke.kernel.witness import inside
from tests.kernel.trees import WINDOWS

TODAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2024, 3, 31), date(2024, 12, 30), date(2025, 1, 1)]
)
AGO = st.sampled_from([0, 1, 6, 7, 8, 29, 30, 31, 89, 90, 91, 365, 366, 400]) | st.integers(
    -1, 1_500
)
MOMENTS = st.builds(
    timedelta, hours=st.sampled_from([0, 1, 4, 24, 168]), microseconds=st.integers(-1, 1)
)
NOON = timedelta(hours=12)


def period(unit: Unit, on: date) -> int:
    """The how-manieth period of the calendar a date lies in; weeks begin on Monday."""
    if unit is Unit.WEEK:
        return (on - date(2001, 1, 1)).days // 7
    months = on.year * 12 + on.month - 1
    return months // {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[unit]


def as_written(window: Window | None, on: date, at: datetime, when: When) -> bool:
    """Say whether a deed lies in a window, by the sentences of the guide."""
    ago = (when.today - on).days
    if window is None:
        return True
    if isinstance(window, LastDays):
        # Today, and so many days less one before.
        return 0 <= ago < window.last
    if isinstance(window, LastHours):
        # Later than so many hours ago, and not later than now.
        return when.now - timedelta(hours=window.last) < at <= when.now
    if isinstance(window, DaysAgo):
        # Both ends count; without a first day it is everything up to the last.
        return ago >= window.to and (window.start is None or ago <= window.start)
    if isinstance(window, Calendar):
        back = period(window.unit, when.today) - period(window.unit, on)
        return window.back <= back < window.back + window.count
    assert isinstance(window, Dates)
    return (window.start is None or on >= window.start) and (window.to is None or on <= window.to)


@given(window=WINDOWS, today=TODAYS, ago=AGO, before=MOMENTS)
def test_a_window_holds_what_the_guide_says(
    window: Window | None, today: date, ago: int, before: timedelta
) -> None:
    now = datetime.combine(today, datetime.min.time(), UTC) + NOON
    on, when = today - timedelta(days=ago), When(today, now)
    assert inside(window, on, now - before, when) is as_written(window, on, now - before, when)
