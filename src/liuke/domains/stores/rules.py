"""Pure decisions of stores: where a region lies, when a store is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from liuke.domains.stores.errors import CircularRegions, UnknownCodes
from liuke.domains.stores.values import Day, Span, Week
from liuke.kernel.branches import paths

POLE, DATE_LINE = Decimal(90), Decimal(180)


def region_paths(parents: Mapping[str, str | None]) -> dict[str, str]:
    """Return the path of every region from the top, given each one's parent.

    >>> region_paths({"sh": "east", "east": None})
    {'sh': '/east/sh/', 'east': '/east/'}

    Raises:
        UnknownCodes: a parent is not among the regions.
        CircularRegions: a region lies inside itself.
    """
    missing = {p for p in parents.values() if p is not None and p not in parents}
    if missing:
        raise UnknownCodes("parent", tuple(sorted(missing)))
    return paths(parents, CircularRegions)


def is_on_earth(latitude: Decimal | None, longitude: Decimal | None) -> bool:
    """Tell whether a point lies on the globe, or is not given at all.

    >>> is_on_earth(Decimal("31.2"), Decimal("121.4")), is_on_earth(Decimal("31.2"), None)
    (True, False)
    """
    if latitude is None or longitude is None:
        return latitude is longitude
    if not (latitude.is_finite() and longitude.is_finite()):
        return False
    return abs(latitude) <= POLE and abs(longitude) <= DATE_LINE


def spans_on(on: date, week: Week, days: Mapping[date, Day]) -> Sequence[Span]:
    """Return a store's opening hours of one day; a week without hours is always open.

    >>> spans_on(date(2026, 1, 1), Week(), {})
    (Span(opens='00:00', closes='24:00'),)
    """
    if on in days:
        return days[on].hours.spans
    if not week.hours:
        return (Span("00:00", "24:00"),)
    return tuple(Span(h.opens, h.closes) for h in week.hours if on.isoweekday() in h.weekdays)


def is_open(local: datetime, week: Week, days: Mapping[date, Day]) -> bool:
    """Tell whether a store is open at a local time, nights past midnight included."""
    today, clock = local.date(), f"{local:%H:%M}"
    yesterday = spans_on(today - timedelta(days=1), week, days)
    late = any(span.closes < span.opens and clock < span.closes for span in yesterday)
    return late or any(_covers(span, clock) for span in spans_on(today, week, days))


def _covers(span: Span, clock: str) -> bool:
    return span.opens <= clock and (clock < span.closes or span.closes < span.opens)
