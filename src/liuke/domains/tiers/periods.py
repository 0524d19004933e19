"""Periods: which stretch of days a business date belongs to; no clock, no database."""

from __future__ import annotations

from datetime import date, timedelta

from liuke.domains.tiers.values import Decay, Standing, TierSet, Window
from liuke.kernel.clock import RoundTo, anniversary, card_year_start, period_end

DAY = timedelta(days=1)


def period_of(window: Window, anchor_on: date | None, on: date) -> tuple[date, date] | None:
    """Return the first and last day of the period that holds `on`, or None without end.

    A card year needs its anchor, the card date; 29 February falls on the 28th.

    >>> period_of(Window(kind="card_year"), date(2024, 2, 29), date(2025, 2, 28))
    (datetime.date(2025, 2, 28), datetime.date(2026, 2, 27))
    """
    if window.kind == "calendar":
        to = RoundTo(window.calendar)
        return period_start(on, to), period_end(on, to)
    if window.kind == "card_year" and anchor_on is not None:
        start = card_year_start(anchor_on, max(on, anchor_on))
        return start, anniversary(anchor_on, start.year + 1) - DAY
    return None


def period_start(on: date, to: RoundTo) -> date:
    """Return the first day of the calendar period that holds `on`.

    >>> period_start(date(2026, 8, 9), RoundTo.QUARTER)
    datetime.date(2026, 7, 1)
    """
    month = {RoundTo.MONTH: on.month, RoundTo.QUARTER: (on.month - 1) // 3 * 3 + 1}.get(to, 1)
    return date(on.year, month, 1)


def next_fading(decay: Decay, after: date) -> date:
    """Return the first day of the next month, after a day, in which progress fades.

    >>> next_fading(Decay(percent=10, every_months=3), date(2026, 3, 31))
    datetime.date(2026, 4, 1)
    """
    months = after.year * 12 + after.month  # the month after `after`, counted from 0
    months += -months % decay.every_months
    return date(months // 12, months % 12 + 1, 1)


def next_boundary(spec: TierSet, standing: Standing) -> date | None:
    """Return the next day on which time alone may change a standing."""
    if standing.as_of_on is None:
        return None
    ends = [standing.period_end_on, standing.grace_until_on, standing.hold_until_on]
    if spec.pauses_with_card and not standing.paused:
        ends.append(standing.card_until_on)
    due = [end + DAY for end in ends if end is not None and end >= standing.as_of_on]
    if spec.decay is not None and standing.progress > 0:
        due.append(next_fading(spec.decay, standing.as_of_on))
    if spec.window.kind == "rolling" and standing.days:
        due.append(standing.days[0].on + timedelta(days=spec.window.days))
    return min(due, default=None)


def is_closed(spec: TierSet, standing: Standing, on: date) -> bool:
    """Tell whether the period of a late day has been closed for good.

    A period closes `late_days` after its end, by the standing's own date and not by a clock, so
    a replay of old receipts finds every period open.
    """
    if standing.as_of_on is None or on >= standing.as_of_on:
        return False
    if standing.period_start_on is None or on >= standing.period_start_on:
        return False
    period = period_of(spec.window, standing.anchor_on, on)
    return period is not None and period[1] + timedelta(days=spec.late_days) < standing.as_of_on
