"""Rules of a book of points: days, worth, and the numbers that its chain is hashed from."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains.points.rules import (
    borne_by,
    faults,
    genesis,
    lapses_on,
    next_date,
)
from liuke.domains.points.values import BookSpec, FixedDates, Inactivity, Rolling


@pytest.mark.inv("L10")
def test_what_a_chain_begins_with_never_changes() -> None:
    assert genesis(b"m", b"n", "积分") == b"mn" + "积分".encode()


def test_points_end_on_the_very_day_they_may_end_first() -> None:
    ends = FixedDates(dates=("06-30",), keep_days=30)
    assert next_date(ends, date(2026, 5, 31)) == date(2026, 6, 30)
    assert next_date(ends, date(2026, 6, 1)) == date(2027, 6, 30)


def test_points_of_29_february_end_on_the_28th_in_other_years() -> None:
    ends = FixedDates(dates=("02-29",))
    assert next_date(ends, date(2027, 2, 28)) == date(2027, 2, 28)
    assert next_date(ends, date(2027, 3, 1)) == date(2028, 2, 29)


def test_an_idle_book_lapses_after_months_and_days() -> None:
    assert lapses_on(Inactivity(months=1, days=2), date(2026, 1, 31)) == date(2026, 3, 2)
    assert lapses_on(Rolling(months=1), date(2026, 1, 31)) is None


def test_points_without_worth_bear_nothing() -> None:
    assert borne_by(BookSpec(code="p"), 1_000) == 0


@pytest.mark.parametrize(
    ("expiry", "wrong"), [(Rolling(), ["expiry"]), (Rolling(months=1, days=1), [])]
)
def test_only_an_expiry_of_no_time_at_all_is_a_fault(expiry: Rolling, wrong: list[str]) -> None:
    assert [field for field, _, _ in faults(BookSpec(code="p", expiry=expiry))] == wrong
