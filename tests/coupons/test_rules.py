from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.coupons.rules import Window, honoured_in, open_at, usable_days, window
from liuke.domains.coupons.template import (
    BirthdayMonth,
    CardYear,
    Dates,
    DaysAfter,
    Hours,
    Scope,
)
from liuke.domains.coupons.values import Reason
from tests.coupons.templates import cash

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_a_birthday_month_is_this_one_or_the_next_to_come(on: date, born_on: date) -> None:
    days = usable_days(BirthdayMonth(), on, born_on)
    assert isinstance(days, tuple)
    first, last = days
    assert first is not None
    assert last is not None
    assert on <= first <= last < on + timedelta(days=397)
    assert first.month == last.month == born_on.month
    assert (last + timedelta(days=1)).day == 1


@given(DAYS, DAYS)
def test_a_card_year_ends_within_a_year_before_an_anniversary(on: date, card_on: date) -> None:
    days = usable_days(CardYear(), on, card_on)
    assert isinstance(days, tuple)
    first, last = days
    assert last is not None
    assert first == on <= last < on + timedelta(days=367)


def test_a_life_is_counted_in_the_shops_days() -> None:
    at = datetime(2026, 5, 1, 23, 30, tzinfo=SHANGHAI)
    life = window(cash(validity=DaysAfter(1, wait_days=1)), at, zone=SHANGHAI)
    assert life == Window(
        datetime(2026, 5, 1, 16, tzinfo=UTC), datetime(2026, 5, 3, 16, tzinfo=UTC), None
    )


def test_open_dates_last_for_ever_and_past_ones_give_nothing() -> None:
    at = datetime(2026, 5, 1, 12, tzinfo=SHANGHAI)
    assert window(cash(validity=Dates()), at, zone=SHANGHAI) == Window(at, None, None)
    past = cash(validity=Dates(ends_on=date(2026, 4, 30)))
    assert window(past, at, zone=SHANGHAI) is Reason.TOO_LATE


def test_a_granted_coupon_that_must_be_claimed_says_until_when() -> None:
    at = datetime(2026, 5, 1, 12, tzinfo=SHANGHAI)
    life = window(cash(claim_days=0), at, zone=SHANGHAI)
    assert isinstance(life, Window)
    assert life.claim_until == datetime(2026, 5, 2, tzinfo=SHANGHAI)


def test_weekdays_and_hours_both_have_to_fit() -> None:
    lunch = Scope(weekdays=(1, 2), hours=(Hours("11:00", "13:00"), Hours("17:00", "18:00")))
    monday = datetime(2026, 5, 4, 11, 0)  # noqa: DTZ001 - the merchant's own time
    assert open_at(lunch, monday)
    assert not open_at(lunch, monday + timedelta(hours=2))
    assert open_at(lunch, monday + timedelta(hours=6))
    assert not open_at(lunch, monday + timedelta(days=2))
    assert open_at(Scope(), monday)


def test_stores_and_channels_honour_a_coupon_unless_left_out() -> None:
    scope = Scope(stores=("S1", "S2"), stores_excluded=("S2",), channels=("till",))
    assert honoured_in(scope, store="S1", channel="till")
    assert not honoured_in(scope, store="S2", channel="till")
    assert not honoured_in(scope, store="S1", channel="web")
    assert honoured_in(Scope(), store="S9", channel="web")
