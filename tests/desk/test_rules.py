"""Counts of people: the running sum of the steps is the plain count, whatever the visits."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.desk.rules import WINDOWS, spans, steps
from liuke.domains.desk.values import Period

FIRST = date(2026, 1, 1)
VISITS = st.lists(st.dates(FIRST, FIRST + timedelta(days=300)), max_size=12)


def running(visits: list[date], name: str, on: date) -> int:
    return sum(
        step for (figure, day), step in steps(visits).items() if figure == name and day <= on
    )


@given(VISITS, st.dates(FIRST, FIRST + timedelta(days=450)))
def test_the_steps_add_up_to_the_plain_count(visits: list[date], on: date) -> None:
    for window in WINDOWS:
        since = on - timedelta(days=window - 1)
        active = any(since <= day <= on for day in visits)
        assert running(visits, f"active_{window}", on) == active
    quarter = {day for day in visits if on - timedelta(days=89) <= day <= on}
    assert running(visits, "repeat_90", on) == (len(quarter) > 1)


def test_a_period_is_compared_with_the_same_weekdays() -> None:
    for period in Period:
        now, before = spans(period, date(2026, 11, 21), 9)
        assert (now.until_on - before.until_on).days % 7 == 0
        assert now.until_on - now.since_on == before.until_on - before.since_on
        assert before.until_on < now.since_on
