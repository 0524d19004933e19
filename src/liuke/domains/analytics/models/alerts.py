"""Movement alerts: where a day's sales left the range of the same weekday, and what moved them.

The robust z-score of Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993): 0.6745 times
the distance to the median over the median absolute deviation; 3.5 is their border. A floor under
the deviation keeps a place that always sells the same from ringing at every coin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from liuke.domains.analytics.models.arrays import Floats, Ints

BORDER = 3.5
WEEKS = 8
WEEKS_LEAST = 4
FLOOR = 0.05
CONSISTENT = 0.6745
WEEK = 7
MOST_CAUSES = 3


@dataclass(frozen=True)
class Movement:
    """One place that moved: its row, sales of the day, what was usual, how far outside it is."""

    place: int
    sold: float
    usual: float
    z: float


@dataclass(frozen=True)
class Cause:
    """One part of a place: how much of the movement it contributed."""

    part: int
    sold: float
    usual: float

    @property
    def moved(self) -> float:
        """Sales above what was usual; below zero, under it."""
        return self.sold - self.usual


def usual(series: Floats, step: int = WEEK) -> tuple[Floats, Floats]:
    """Return median and deviation of the same weekday before, of series that end on the day.

    One row a place, one column a day; with a step of one, a column each week.
    """
    before = series[:, -1 - step :: -step][:, :WEEKS]
    middle = np.median(before, axis=1)
    spread = np.median(np.abs(before - middle[:, None]), axis=1)
    return middle, np.maximum(spread, FLOOR * middle)


def movements(series: Floats, border: float = BORDER) -> list[Movement]:
    """Return the places whose last day left the usual, the farthest first.

    Fewer than four such weekdays tell nothing.
    """
    if series.shape[1] < WEEKS_LEAST * WEEK + 1:
        return []
    middle, spread = usual(series)
    gap = series[:, -1] - middle
    z = np.divide(CONSISTENT * gap, spread, out=np.zeros(len(gap)), where=spread > 0)
    found = [
        Movement(int(place), float(series[place, -1]), float(middle[place]), float(z[place]))
        for place in np.flatnonzero(np.abs(z) >= border)
    ]
    return sorted(found, key=lambda one: -abs(one.z))


def causes(
    parts: Floats, names: Sequence[int] | Ints, *, rising: bool, step: int = WEEK
) -> list[Cause]:
    """Return the parts of a place that moved it most in the direction it went.

    One row a part (a store, a product), columns as in `usual`. What is usual of a part is its mean,
    for means add up to that of the place, and medians of what sells now and then are all zero.
    """
    mean = parts[:, -1 - step :: -step][:, :WEEKS].mean(axis=1)
    pull = (parts[:, -1] - mean) * (1 if rising else -1)
    order = np.argsort(-pull, kind="stable")[:MOST_CAUSES]
    return [
        Cause(int(names[row]), float(parts[row, -1]), float(mean[row]))
        for row in order
        if pull[row] > 0
    ]
