"""The lunar calendar 农历: which lunar day a date is, and the days ahead with both calendars.

A birthday of a leap month is kept in the month of the same number, the thirtieth of a month that
has twenty-nine days on the twenty-ninth, and the solar 29 February on the 28th of common years.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# A lunar year has 384 days at most, and a birthday may fall on its first and its last day.
AHEAD_DAYS = 400
FIRST, LAST = 1901, 2100
LEAP_DAY = 229


def lunar_day(on: date) -> int | None:
    """Return month and day of a date in the lunar calendar, as month * 100 + day.

    None where the tables end: before 1901 and after 2100.

    >>> lunar_day(date(2026, 2, 17)), lunar_day(date(1899, 1, 1))
    (101, None)
    """
    found = _lunar(on)
    return None if found is None else found[0]


def _lunar(on: date) -> tuple[int, bool] | None:
    if not FIRST <= on.year <= LAST:
        return None
    from borax.calendars.lunardate import LunarDate  # noqa: PLC0415 - 50 ms that a start need not wait for

    lunar = LunarDate.from_solar_date(on.year, on.month, on.day)
    return lunar.month * 100 + lunar.day, bool(lunar.leap)


@lru_cache(maxsize=4)
def calendar(today: date) -> tuple[tuple[int, int, int], ...]:
    """Return the days ahead: in how many days, solar and lunar month and day; 0 is neither.

    >>> calendar(date(2026, 2, 16))[:2]
    ((0, 216, 1229), (0, 0, 1230))
    """
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD_DAYS + 1)]
    lunar = [_lunar(on) for on in days]
    rows = []
    for ahead, on in enumerate(days[:-1]):
        kept = lunar[ahead]
        day = 0 if kept is None or kept[1] else kept[0]
        rows.append((ahead, on.month * 100 + on.day, day))
        after = lunar[ahead + 1]
        if day % 100 == 29 and after is not None and after[0] % 100 == 1:
            rows.append((ahead, 0, day + 1))
        if (on.month, on.day) == (2, 28) and days[ahead + 1].month == 3:
            rows.append((ahead, LEAP_DAY, 0))
    return tuple(rows)
