"""Pure counting: which days a visit makes a member active, and what a period is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from liuke.domains.desk.values import DAYS, Period, Span

WINDOWS = (1, 7, 30, 90)
REPEAT_DAYS = 90
Step = tuple[str, date]


def steps(visits: Iterable[date]) -> Counter[Step]:
    """Return how one member's visits move the counts of people: +1 where they begin to count.

    A member is active for as many days as the window has; a buyer repeats as long as two visits
    lie within 90 days.

    >>> found = steps([date(2026, 1, 1), date(2026, 1, 3)])
    >>> [(on.day, step) for (name, on), step in sorted(found.items()) if name == "active_7"]
    [(1, 1), (10, -1)]
    """
    days = sorted(set(visits))
    found: Counter[Step] = Counter()
    for window in WINDOWS:
        spans = [(day, day + timedelta(days=window)) for day in days]
        _add(found, f"active_{window}", spans)
    repeats = [(late, early + timedelta(days=REPEAT_DAYS)) for early, late in pairwise(days)]
    _add(found, f"repeat_{REPEAT_DAYS}", [span for span in repeats if span[0] < span[1]])
    return found


def _add(found: Counter[Step], name: str, spans: Sequence[tuple[date, date]]) -> None:
    for start, end in united(spans):
        found[name, start] += 1
        found[name, end] -= 1


def united(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return half-open spans in order, those that touch or overlap as one.

    >>> days = [date(2026, 1, day) for day in range(1, 9)]
    >>> [(a.day, b.day) for a, b in united([(days[0], days[2]), (days[1], days[4])])]
    [(1, 5)]
    """
    found: list[tuple[date, date]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def spans(period: Period, today: date, hour: int) -> tuple[Span, Span]:
    """Return a period and what it is compared with: whole weeks earlier, up to the same hour.

    >>> now, before = spans(Period.TODAY, date(2026, 11, 21), 14)
    >>> before
    Span(since_on=datetime.date(2026, 11, 14), until_on=datetime.date(2026, 11, 14), until_hour=14)
    """
    days = DAYS[period]
    back = timedelta(days=-(-days // 7) * 7)
    since = today - timedelta(days=days - 1)
    return Span(since, today, hour), Span(since - back, today - back, hour)


def share_bp(part: int, whole: int) -> int | None:
    """Return a share in basis points, rounded down; null without a base.

    >>> share_bp(1, 3), share_bp(0, 0)
    (3333, None)
    """
    return part * 10_000 // whole if whole > 0 else None
