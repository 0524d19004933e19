"""Pure arithmetic of points: when they end, what they are worth, how entries are chained."""

from __future__ import annotations

from datetime import date, timedelta

from liuke.domains.points.values import (
    BookSpec,
    CardYearEnd,
    Expiry,
    FixedDates,
    Inactivity,
    Rolling,
    Sharing,
)
from liuke.kernel.clock import (
    RoundTo,
    add_months,
    anniversary,
    card_year_start,
    period_end,
    year_day,
)
from liuke.kernel.money import half_up

# A thousand whole points in smallest units, by the decimals of the book.
THOUSAND = (1_000, 10_000, 100_000)


def expires_on(expiry: Expiry, on: date, card_on: date) -> date | None:
    """Return the last usable day of points that become available on `on`; None never ends.

    >>> expires_on(Rolling(months=1), date(2026, 1, 31), date(2025, 1, 1))
    datetime.date(2026, 2, 28)
    >>> expires_on(Rolling(months=12, round_to=RoundTo.YEAR), date(2026, 3, 5), date(2025, 1, 1))
    datetime.date(2027, 12, 31)
    >>> expires_on(CardYearEnd(grace_days=30), date(2026, 3, 5), date(2025, 6, 1))
    datetime.date(2026, 6, 30)
    """
    if isinstance(expiry, Rolling):
        last = add_months(on, expiry.months) + timedelta(days=expiry.days)
        return period_end(last, expiry.round_to)
    if isinstance(expiry, FixedDates):
        return next_date(expiry, on)
    if isinstance(expiry, CardYearEnd):
        start = card_year_start(min(card_on, on), on)
        following = anniversary(card_on, start.year + expiry.years)
        return following + timedelta(days=expiry.grace_days - 1)
    return None


def next_date(expiry: FixedDates, on: date) -> date:
    """Return the first listed day of a year that is at least `keep_days` after `on`.

    >>> next_date(FixedDates(dates=("06-30", "12-31"), keep_days=30), date(2026, 6, 15))
    datetime.date(2026, 12, 31)
    >>> next_date(FixedDates(dates=("02-29",)), date(2026, 1, 1))
    datetime.date(2026, 2, 28)
    """
    earliest = on + timedelta(days=expiry.keep_days)
    years = range(earliest.year, earliest.year + 2)
    days = [_in_year(day, year) for year in years for day in expiry.dates]
    return min(day for day in days if day >= earliest)


def _in_year(month_day: str, year: int) -> date:
    day = year_day(month_day)
    assert day is not None, "a programme names no day that no year has"
    return anniversary(day, year)


def lapses_on(expiry: Expiry, active_on: date) -> date | None:
    """Return the last usable day of an idle member's book, or None if idleness is free.

    >>> lapses_on(Inactivity(months=6), date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    """
    if isinstance(expiry, Inactivity):
        return add_months(active_on, expiry.months) + timedelta(days=expiry.days)
    return None


def closed_on(spec: BookSpec, on: date) -> date | None:
    """Return the last day on which the month of `on` takes entries; None never closes.

    >>> closed_on(BookSpec(code="p", closes_after_days=5), date(2026, 2, 3))
    datetime.date(2026, 3, 5)
    """
    if spec.closes_after_days is None:
        return None
    return period_end(on, RoundTo.MONTH) + timedelta(days=spec.closes_after_days)


def worth_minor(spec: BookSpec, points: int) -> int:
    """Return what points pay at the till in minor units, rounded down.

    >>> worth_minor(BookSpec(code="p", decimals=2, value_minor_per_1000=1000), 12_345)
    123
    """
    return points * spec.value_minor_per_1000 // THOUSAND[spec.decimals]


def borne_by(spec: BookSpec, amount_minor: int) -> int:
    """Return the most points whose worth is within `amount_minor`; none when they have no worth.

    >>> borne_by(BookSpec(code="p", value_minor_per_1000=10_000), 1199)
    119
    """
    if not spec.value_minor_per_1000:
        return 0
    return amount_minor * THOUSAND[spec.decimals] // spec.value_minor_per_1000


def liability_minor(spec: BookSpec, points: int) -> int:
    """Return what outstanding points owe in minor units, halves away from zero.

    >>> liability_minor(BookSpec(code="p", value_minor_per_1000=1000), 1234)
    1234
    """
    return half_up(points * spec.value_minor_per_1000, THOUSAND[spec.decimals])


def genesis(merchant: bytes, member: bytes, book: str) -> bytes:
    """Return what the first entry of an account is chained to: the account itself."""
    return merchant + member + book.encode()


def faults(spec: BookSpec) -> list[tuple[str, str, str]]:
    """Name what is wrong with a book beyond the types of its fields: field, reason, 原因.

    >>> [field for field, _, _ in faults(BookSpec(code="growth", qualifying=True, payable=True))]
    ['payable', 'value_minor_per_1000']
    """
    expiry = spec.expiry
    wrong = {
        ("payable", "a qualifying book is never spent", "成长值不能抵现"): (
            spec.qualifying and spec.payable
        ),
        ("value_minor_per_1000", "a payable book needs a worth", "可抵现的积分需要价值"): (
            spec.payable and spec.value_minor_per_1000 == 0
        ),
        ("transfer", "a qualifying book cannot be passed on", "成长值不能转赠"): (
            spec.qualifying and spec.transfer is not Sharing.NONE
        ),
        ("expiry", "days or months must be above 0", "天数或月数须大于 0"): (
            isinstance(expiry, Rolling | Inactivity) and expiry.days + expiry.months == 0
        ),
    }
    return [fault for fault, found in wrong.items() if found] + _no_days(expiry)


def _no_days(expiry: Expiry) -> list[tuple[str, str, str]]:
    return [
        (f"expiry.dates[{place}]", f"there is no day {day}", f"没有 {day} 这一天")
        for place, day in enumerate(expiry.dates if isinstance(expiry, FixedDates) else ())
        if year_day(day) is None
    ]
