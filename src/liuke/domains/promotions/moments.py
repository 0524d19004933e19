"""Moments: one instant in the shop's zone, taken apart once, and the windows it falls into."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

from liuke.domains.promotions.terms import Hours, Window
from liuke.domains.promotions.values import Why
from liuke.kernel.verdicts import FactValue


class Moment:
    """An instant with its weekday, day and time of day in the shop's zone."""

    __slots__ = ("clock", "day", "from_end", "month_day", "now", "weekday")

    def __init__(self, now: datetime) -> None:
        """Take an aware instant apart, in the zone it carries."""
        self.now = now
        self.weekday = now.isoweekday()
        self.day = now.day
        self.from_end = now.day - monthrange(now.year, now.month)[1] - 1
        self.month_day = f"{now.month:02}-{now.day:02}"
        self.clock = f"{now.hour:02}:{now.minute:02}"

    def facts(self) -> dict[str, FactValue]:
        """Return the facts of the clock that conditions may ask."""
        return {
            "now.weekday": self.weekday,
            "now.day": self.day,
            "now.month": self.now.month,
            "now.month_day": self.month_day,
            "now.date": self.now.date(),
            "now.time": self.clock,
            "now.last_day": self.from_end == -1,
        }


def outside(window: Window, moment: Moment) -> Why | None:
    """Say why a moment lies outside a window, or None when it lies inside."""
    if window.starts_at is not None and moment.now < window.starts_at:
        return Why.NOT_STARTED
    if window.ends_at is not None and moment.now >= window.ends_at:
        return Why.ENDED
    if window.weekdays and moment.weekday not in window.weekdays:
        return Why.WEEKDAY
    if not on_day(window, moment):
        return Why.DAY
    if window.hours and not any(within(hours, moment.clock) for hours in window.hours):
        return Why.HOURS
    return None


def on_day(window: Window, moment: Moment) -> bool:
    """Say whether the day of the month and of the year fit."""
    if window.days and moment.day not in window.days and moment.from_end not in window.days:
        return False
    return not window.dates or moment.month_day in window.dates


def within(hours: Hours, clock: str) -> bool:
    """Say whether a time of day lies within hours that may run past midnight.

    >>> within(Hours("22:00", "02:00"), "01:30"), within(Hours("09:00", "12:00"), "12:00")
    (True, False)
    """
    if hours.start <= hours.end:
        return hours.start <= clock < hours.end
    return clock >= hours.start or clock < hours.end
