"""What a member is expected to bring within a horizon: purchases, value, churn, the next order.

The value of month k is discounted by (1 + d)^k, d the monthly equivalent of a yearly rate, as in
Fader and Hardie's discounted expected transactions, in monthly steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liuke.domains.analytics.models import purchases, spending
from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.models.records import Rates, Worths
from liuke.domains.analytics.models.settings import Horizon

MONTH_DAYS = 30
HALF = 0.5


@dataclass(frozen=True)
class Members:
    """Histories of members side by side, times in days, `mean` paid an order in minor units."""

    x: Floats
    t_x: Floats
    t: Floats
    mean: Floats


@dataclass(frozen=True)
class Prospects:
    """What is expected of each member; `next_days` is no number for who has probably left."""

    alive: Floats
    orders: Floats
    value_minor: Floats
    churn: Floats
    next_days: Floats


def look_ahead(
    rates: Rates, worths: Worths | None, members: Members, horizon: Horizon
) -> Prospects:
    """Estimate members' purchases, value, churn and next order; no value without worths."""
    x, t_x, t = members.x, members.t_x, members.t
    here = purchases.alive(rates, x, t_x, t)
    steps = _monthly(rates, members, horizon.months)
    value = np.full(len(x), np.nan)
    if worths is not None:
        factors = _discounts(horizon)
        value = (factors @ steps) * spending.next_order(worths, x, members.mean)
    days = np.where(here >= HALF, purchases.days_to_next(rates, x, t), np.nan)
    churn = purchases.silent(rates, x, t_x, t, horizon.churn_days)
    return Prospects(here, steps.sum(axis=0), value, churn, days)


def _monthly(rates: Rates, members: Members, months: int) -> Floats:
    """Return the purchases expected in each month, one row a month."""
    sums = [
        purchases.expected(rates, members.x, members.t_x, members.t, MONTH_DAYS * month)
        for month in range(1, months + 1)
    ]
    return np.diff(np.stack([np.zeros(len(members.x)), *sums]), axis=0)


def _discounts(horizon: Horizon) -> Floats:
    yearly = 1 + horizon.discount_bp / 10_000
    return yearly ** (-np.arange(1, horizon.months + 1) / 12)
