"""Movements over the lake: the last whole day of every region and category, and what moved it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from liuke.domains.analytics.models import alerts
from liuke.domains.analytics.models.alerts import Movement
from liuke.domains.analytics.models.arrays import PER_MILLE, Floats
from liuke.domains.analytics.models.asking import Span, ask
from liuke.domains.analytics.models.records import Fit, Moved, Part
from liuke.domains.analytics.models.sparse import enough
from liuke.domains.analytics.opened import Lake

WEEKS = alerts.WEEKS
DAYS = WEEKS * 7 + 1
MOST = 20
# What moved less than this share of a day's sales is nobody's concern.
WORTH = 0.002
Place = tuple[str, str]


async def fit(lake: Lake, span: Span) -> Fit:
    """Find what left the usual on the last whole day, with the stores and products behind it.

    Raises:
        TooSparse: fewer than four weeks before that day.
    """
    enough(span.days, alerts.WEEKS_LEAST * 7 + 1, "days of sales", "销售天数")
    since_on = span.through_on - timedelta(days=DAYS)
    given = {"through_on": span.through_on, "since_on": since_on}
    rows = await ask(lake, "places", given)
    places, series = await asyncio.to_thread(laid_out, rows, span)
    moved = _concerning(alerts.movements(series), series)
    chosen = [places[one.place] for one in moved]
    categories = sorted({category for _, category in chosen})
    parts = await ask(lake, "parts", {**given, "categories": categories}) if categories else []
    # A shop of five weeks has four such days before: weeks before the first are no quiet ones.
    weeks = (series.shape[1] - 1) // 7
    behind = _behind(parts, span.through_on, weeks)
    shown = [
        _told(one, place, series, behind[place]) for one, place in zip(moved, chosen, strict=True)
    ]
    return Fit({"places": len(places), "border_pm": round(alerts.BORDER * PER_MILLE)}, [], shown)


def laid_out(rows: Sequence[tuple[Any, ...]], span: Span) -> tuple[list[Place], Floats]:
    """Return places and their sales by day, days without sales as zero."""
    places = sorted({(region, category) for region, category, _, _ in rows})
    at = {place: row for row, place in enumerate(places)}
    days = min(DAYS, span.days)
    first = span.through_on - timedelta(days=days - 1)
    series = np.zeros((len(places), days))
    for region, category, day, minor in rows:
        if day >= first:
            series[at[region, category], (day - first).days] = minor
    return places, series


def _concerning(moved: Sequence[Movement], series: Floats) -> list[Movement]:
    least = WORTH * float(alerts.usual(series)[0].sum()) if len(series) else 0.0
    return [one for one in moved if abs(one.sold - one.usual) >= least][:MOST]


def _behind(
    rows: Sequence[tuple[Any, ...]], through_on: date, weeks: int
) -> dict[Place, dict[str, dict[str, Floats]]]:
    """Return, by place and kind, what each part sold on the same weekdays, the last one last."""
    found: dict[Place, dict[str, dict[str, Floats]]] = defaultdict(lambda: defaultdict(dict))
    for region, category, kind, name, day, minor in rows:
        series = found[region, category][kind].setdefault(name, np.zeros(weeks + 1))
        series[weeks - (through_on - day).days // 7] = minor
    return found


def _told(
    one: Movement, place: Place, series: Floats, behind: Mapping[str, Mapping[str, Floats]]
) -> Moved:
    rising = one.sold > one.usual
    causes = [
        part
        for kind in ("store", "product")
        for part in _causes(kind, behind.get(kind, {}), rising=rising)
    ]
    return Moved(
        *place, round(one.sold), round(one.usual), round(one.z * PER_MILLE), causes,
        [round(value) for value in series[one.place].tolist()],
    )  # fmt: skip


def _causes(kind: Any, parts: Mapping[str, Floats], *, rising: bool) -> list[Part]:
    if not parts:
        return []
    names = list(parts)
    found = alerts.causes(np.stack(list(parts.values())), range(len(names)), rising=rising, step=1)
    return [Part(kind, names[one.part], round(one.sold), round(one.usual)) for one in found]
