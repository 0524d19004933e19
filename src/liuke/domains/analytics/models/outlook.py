"""Demand over the lake: the whole shop, its largest categories and stores, four weeks ahead."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any

import numpy as np

from liuke.domains.analytics.models import demand
from liuke.domains.analytics.models.arrays import PER_MILLE, Floats, whole
from liuke.domains.analytics.models.asking import Span, ask
from liuke.domains.analytics.models.records import Compared, Fit, Point, Series
from liuke.domains.analytics.models.sparse import TooSparse, enough
from liuke.domains.analytics.opened import Lake

SERIES = 6
WINDOW_DAYS = 400
AHEAD_DAYS = 28
SHOWN_DAYS = 56
Key = tuple[str, str]


async def fit(lake: Lake, span: Span) -> Fit:
    """Forecast each series by what did best on its own past.

    Raises:
        TooSparse: not even the whole shop has ten weeks.
    """
    enough(span.days, demand.DAYS_LEAST, "days of sales", "销售天数")
    since_on = max(span.first_on - timedelta(days=1), span.through_on - timedelta(days=WINDOW_DAYS))
    given = {"through_on": span.through_on, "since_on": since_on, "series": SERIES}
    sold: dict[Key, dict[date, int]] = defaultdict(dict)
    for kind, name, day, minor in await ask(lake, "daily", given):
        sold[kind, name][day] = minor
    found = await asyncio.to_thread(_foreseen, sold, span)
    return Fit({"series": len(found), "days": AHEAD_DAYS}, _judged(found), found)


def _foreseen(sold: Mapping[Key, Mapping[date, int]], span: Span) -> list[Series]:
    found = []
    for (kind, name), by_day in sold.items():
        series = filled(by_day, span.through_on)
        try:
            one = demand.forecast(series, AHEAD_DAYS)
        except TooSparse:
            continue
        found.append(_shown(kind, name, series, one, span.through_on))
    return found


def filled(by_day: Mapping[date, int], through_on: date) -> Floats:
    """Return a series from its first day on, days without sales as zero."""
    first = min(by_day)
    days = (through_on - first).days + 1
    return np.array(
        [by_day.get(first + timedelta(days=place), 0) for place in range(days)], dtype=np.float64
    )


def _shown(kind: Any, name: str, series: Floats, one: demand.Forecast, through_on: date) -> Series:
    days, low, high = (whole(values).tolist() for values in (one.days, one.low, one.high))
    coming = [
        Point(through_on + timedelta(days=place + 1), days[place], low[place], high[place])
        for place in range(len(days))
    ]
    errors = {name: round(judged.wape * PER_MILLE) for name, judged in one.judged.items()}
    past = whole(series[-SHOWN_DAYS:]).tolist()
    return Series(kind, name, one.method, past, coming, errors)


def _judged(found: list[Series]) -> list[Compared]:
    """Compare the methods used with each method alone: the middle one of all series' errors."""
    if not found:
        return []
    ours = round(median(one.errors[one.method] for one in found))
    alone = {name: round(median(one.errors[name] for one in found)) for name in found[0].errors}
    return [Compared("demand", "wape", "lower", ours, alone, len(found))]
