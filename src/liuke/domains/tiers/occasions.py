"""Occasions: which gifts of a level fall due on a day, and what makes each once only; pure."""

from __future__ import annotations

from datetime import date, timedelta

from liuke.domains.tiers.values import Grant, Standing
from liuke.kernel.clock import anniversary

OCCASION = "occasion:"  # how the cause of a gift that time brought begins
CATCH_UP = timedelta(days=31)
PERIODIC = frozenset({"monthly", "birthday", "anniversary"})


def occasion(grant: Grant, standing: Standing, birth_on: date | None, today: date) -> str | None:
    """Return the occasion of a gift due today, None when there is none.

    A birthday gift is due all through the birthday month, so 29 February needs no rule of its
    own. An anniversary may be caught up with for a month, by who held the level on the day.

    >>> from liuke.domains.tiers.values import Deed
    >>> cake = Grant(code="cake", when="birthday", deeds=(Deed("coupons.issue"),))
    >>> occasion(cake, Standing(level="jade"), date(2000, 2, 29), date(2026, 2, 1))
    '2026'
    """
    if grant.when == "monthly":
        return f"{today:%Y-%m}"
    if grant.when == "birthday":
        is_month = birth_on is not None and birth_on.month == today.month
        return str(today.year) if is_month else None
    if grant.when == "anniversary":
        return _anniversary(standing, today)
    return None


def _anniversary(standing: Standing, today: date) -> str | None:
    anchor, since = standing.anchor_on, standing.since_on
    if anchor is None or since is None:
        return None
    for year in (today.year, today.year - 1):
        day = anniversary(anchor, year)
        if year > anchor.year and since <= day <= today <= day + CATCH_UP:
            return str(year)
    return None
