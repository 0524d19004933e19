"""Windows: which days or hours a question about deeds looks at.

A window of days is of business dates, which every deed carries since it was written, so no engine
has to know a time zone; a window of hours is of instants. Both are half open when they are
compiled: from the first day or instant to the one after the last.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Protocol, TypeAlias

from msgspec import Meta

from liuke.kernel.clock import add_months
from liuke.kernel.values import Value

DAYS_MAX = 36_500
HOURS_MAX = 8_784
Ago: TypeAlias = Annotated[int, Meta(ge=0, le=DAYS_MAX)]


class Clocked(Protocol):
    """What tells the time: a transaction."""

    @property
    def today(self) -> date:
        """Return the business date."""
        ...

    @property
    def now(self) -> datetime:
        """Return the instant."""
        ...

    @property
    def zone(self) -> object:
        """Return the zone, whose text is its name."""
        ...


class When(Value, frozen=True):
    """The business date, the instant and the name of the zone a question is asked in."""

    today: date
    now: datetime
    zone: str = "UTC"

    @classmethod
    def of(cls, tx: Clocked) -> When:
        """Return when a transaction asks."""
        return cls(tx.today, tx.now, str(tx.zone))


class Unit(StrEnum):
    """A period of the calendar; weeks begin on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class LastDays(Value, frozen=True, tag="days", tag_field="kind"):
    """The last days, today among them: 1 is today alone."""

    last: Annotated[int, Meta(ge=1, le=DAYS_MAX, description="How many days.")]


class LastHours(Value, frozen=True, tag="hours", tag_field="kind"):
    """The last hours up to this instant, to the microsecond."""

    last: Annotated[int, Meta(ge=1, le=HOURS_MAX, description="How many hours.")]


class DaysAgo(Value, frozen=True, tag="ago", tag_field="kind", rename={"start": "from"}):
    """From so many days ago to so many days ago, both days counted; 0 is today."""

    to: Annotated[Ago, Meta(description="The latest day.")]
    start: Annotated[Ago | None, Meta(description="The earliest day; null is ever before.")] = None


class Calendar(Value, frozen=True, tag="calendar", tag_field="kind"):
    """Whole periods of the calendar: `back` 0 is the one that holds today, 1 the one before."""

    unit: Annotated[Unit, Meta(description="Week (from Monday), month, quarter or year.")]
    back: Annotated[int, Meta(ge=0, le=600, description="Of how many periods ago.")] = 0
    count: Annotated[int, Meta(ge=1, le=600, description="How many, ending with it.")] = 1


class Dates(Value, frozen=True, tag="between", tag_field="kind", rename={"start": "from"}):
    """From a date to a date, both counted; a side left out is open."""

    start: Annotated[date | None, Meta(description="The first day.")] = None
    to: Annotated[date | None, Meta(description="The last day.")] = None


Window: TypeAlias = LastDays | LastHours | DaysAgo | Calendar | Dates


class Bounds(Value, frozen=True):
    """Half-open bounds: of business dates, of instants; None is open."""

    on_from: date | None = None
    on_until: date | None = None
    at_after: datetime | None = None
    at_until: datetime | None = None


def bounds(window: Window | None, when: When) -> Bounds:
    """Return the bounds of a window at a moment; instants lie in `(at_after, at_until]`.

    >>> bounds(LastDays(7), When(date(2026, 3, 7), datetime(2026, 3, 7))).on_from
    datetime.date(2026, 3, 1)
    >>> bounds(Calendar(Unit.MONTH, back=1), When(date(2026, 3, 7), datetime(2026, 3, 7)))
    Bounds(on_from=datetime.date(2026, 2, 1), on_until=datetime.date(2026, 3, 1), at_after=None, \
at_until=None)
    """
    if window is None:
        return Bounds()
    if isinstance(window, LastHours):
        return Bounds(at_after=when.now - timedelta(hours=window.last), at_until=when.now)
    if isinstance(window, LastDays):
        return Bounds(shifted(when.today, 1 - window.last), shifted(when.today, 1))
    if isinstance(window, DaysAgo):
        first = None if window.start is None else shifted(when.today, -window.start)
        return Bounds(first, shifted(when.today, 1 - window.to))
    if isinstance(window, Calendar):
        return periods(window, when.today)
    return Bounds(window.start, None if window.to is None else shifted(window.to, 1))


def shifted(on: date, days: int) -> date:
    """Move a date, no further than dates go."""
    return date.fromordinal(min(max(on.toordinal() + days, 1), date.max.toordinal()))


MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


def periods(window: Calendar, today: date) -> Bounds:
    """Return the first day of the earliest period and the day after the last one."""
    if window.unit is Unit.WEEK:
        monday = shifted(today, 1 - today.isoweekday())
        until = shifted(monday, 7 * (1 - window.back))
        return Bounds(shifted(until, -7 * window.count), until)
    months = MONTHS[window.unit]
    start = date(today.year, (today.month - 1) // months * months + 1, 1)
    last = add_months(start, -months * window.back)
    return Bounds(add_months(last, -months * (window.count - 1)), add_months(last, months))


def open_ended(window: Window | None) -> tuple[bool, bool, bool]:
    """Say which bounds a window has, whatever the moment: first day, last day, hours."""
    if isinstance(window, Dates):
        return window.start is not None, window.to is not None, False
    if isinstance(window, DaysAgo):
        return window.start is not None, True, False
    days = isinstance(window, LastDays | Calendar)
    return days, days, isinstance(window, LastHours)
