"""Calendar arithmetic in a merchant's time zone; never asks what time it is.

Instants are aware `datetime`s in UTC, business dates are `date`s. Month arithmetic clamps.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# Later than anything that has happened: where a list begins that goes back from its newest.
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
LEAP_YEAR = 2024


class RoundTo(StrEnum):
    """The end of which calendar period a date is moved to."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def business_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the shop's date at an instant."""
    return at.astimezone(zone).date()


def day_start(on: date, zone: ZoneInfo) -> datetime:
    """Return the instant a business day begins, in UTC."""
    return datetime.combine(on, time.min, zone).astimezone(UTC)


def day_end(on: date, zone: ZoneInfo) -> datetime:
    """Return the instant a business day is over: the start of the next one, in UTC."""
    return day_start(on + timedelta(days=1), zone)


def add_months(on: date, months: int) -> date:
    """Move by whole months, clamped to the last day of a shorter month.

    >>> add_months(date(2026, 1, 31), 1), add_months(date(2024, 2, 29), 12)
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28))
    """
    year, month0 = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month0 + 1, min(on.day, monthrange(year, month0 + 1)[1]))


def period_end(on: date, to: RoundTo) -> date:
    """Return the last day of the calendar period that holds `on`.

    >>> period_end(date(2026, 2, 3), RoundTo.QUARTER)
    datetime.date(2026, 3, 31)
    """
    if to is RoundTo.DAY:
        return on
    month = {RoundTo.MONTH: on.month, RoundTo.QUARTER: (on.month + 2) // 3 * 3}.get(to, 12)
    return date(on.year, month, monthrange(on.year, month)[1])


def anniversary(of: date, year: int) -> date:
    """Return the anniversary of a date in a year; 29 February falls on the 28th.

    >>> anniversary(date(2024, 2, 29), 2025)
    datetime.date(2025, 2, 28)
    """
    return date(year, of.month, min(of.day, monthrange(year, of.month)[1]))


def year_day(text: str) -> date | None:
    """Return a day `MM-DD` as it falls in a leap year, or None when no year has it.

    >>> year_day("02-29"), year_day("02-30")
    (datetime.date(2024, 2, 29), None)
    """
    month, day = int(text[:2]), int(text[3:])
    if day > monthrange(LEAP_YEAR, month)[1]:
        return None
    return date(LEAP_YEAR, month, day)


def card_year_start(card_on: date, on: date) -> date:
    """Return the first day of the card year that holds `on`.

    A card year runs from the card date to the day before its anniversary.

    >>> card_year_start(date(2025, 11, 21), date(2026, 11, 20))
    datetime.date(2025, 11, 21)
    """
    this_year = anniversary(card_on, on.year)
    return this_year if on >= this_year else anniversary(card_on, on.year - 1)
