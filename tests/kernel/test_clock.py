"""Days are the store's days, through leap days and daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel.clock import (
    RoundTo,
    add_months,
    anniversary,
    business_date,
    card_year_start,
    day_end,
    day_start,
    period_end,
)

ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
).map(ZoneInfo)
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31))
INSTANTS = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)).map(  # noqa: DTZ001 - next
    lambda at: at.replace(tzinfo=UTC)
)


@pytest.mark.inv("T1")
@given(INSTANTS, ZONES)
def test_every_instant_lies_in_its_business_day(at: datetime, zone: ZoneInfo) -> None:
    on = business_date(at, zone)
    assert day_start(on, zone) <= at < day_end(on, zone)


@pytest.mark.inv("T1")
@given(DATES, ZONES)
def test_days_follow_each_other_without_a_gap(on: date, zone: ZoneInfo) -> None:
    assert day_end(on, zone) == day_start(on + timedelta(days=1), zone)
    hours = (day_end(on, zone) - day_start(on, zone)) / timedelta(hours=1)
    assert 22 <= hours <= 26


def turns(zone: ZoneInfo) -> list[datetime]:
    """Return every instant of three years at which the clocks are put on or back."""
    at, end, half = datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC), HOUR / 2
    found = []
    while at < end:
        if at.astimezone(zone).utcoffset() != (at - half).astimezone(zone).utcoffset():
            found.append(at)
        at += half
    return found


@pytest.mark.inv("T1")
@pytest.mark.parametrize(
    ("zone", "count"),
    [
        ("Asia/Shanghai", 0), ("Europe/Berlin", 6), ("America/New_York", 6),
        ("Australia/Lord_Howe", 6), ("America/Santiago", 6),
    ],
)  # fmt: skip
def test_around_every_turn_of_the_clocks_each_day_comes_once(zone: str, count: int) -> None:
    where = ZoneInfo(zone)
    found = turns(where)
    assert len(found) == count
    for turn in found:
        first = business_date(turn - 2 * DAY, where)
        days = [first + n * DAY for n in range(5)]
        starts = [day_start(day, where) for day in days]
        assert [business_date(at, where) for at in starts] == days
        assert [business_date(at - TICK, where) for at in starts] == [day - DAY for day in days]
        assert [day_end(day, where) for day in days[:-1]] == starts[1:]
        lengths = {(end - start) / HOUR for start, end in pairwise(starts)}
        assert lengths & {23, 25, 23.5, 24.5}, turn
        for at in (turn - TICK, turn, turn + TICK, turn + HOUR):
            on = business_date(at, where)
            assert day_start(on, where) <= at < day_end(on, where)


@pytest.mark.inv("T1")
@given(DATES, st.integers(-36, 36))
def test_months_are_clamped_and_never_skipped(on: date, months: int) -> None:
    moved = add_months(on, months)
    assert (moved.year * 12 + moved.month) - (on.year * 12 + on.month) == months
    assert moved.day <= on.day


@given(DATES, st.sampled_from(list(RoundTo)))
def test_a_period_ends_on_or_after_each_of_its_days(on: date, to: RoundTo) -> None:
    end = period_end(on, to)
    assert end >= on
    assert period_end(end, to) == end


@pytest.mark.inv("T1")
@given(DATES, DATES)
def test_a_card_year_holds_its_day_and_is_a_year_long(card: date, on: date) -> None:
    start = card_year_start(card, on)
    assert start <= on < anniversary(card, start.year + 1)


@pytest.mark.inv("T1")
def test_a_leap_day_birthday_falls_on_the_28th() -> None:
    assert anniversary(date(2024, 2, 29), 2026) == date(2026, 2, 28)
    assert anniversary(date(2024, 2, 29), 2028) == date(2028, 2, 29)
