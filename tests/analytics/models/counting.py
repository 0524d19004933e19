"""What questions count in the lake, counted again in memory."""

from __future__ import annotations

import numpy as np

from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.models.purchases import Histories, middled
from liuke.domains.analytics.models.settings import Cuts

EXACT_X = 8
X_GROWTH = 1.25
# Up to 32 steps of time, the first of them a four-hundredth of the whole.
STEPS = 10
FINENESS = 24
FIFTHS = (0.2, 0.4, 0.6, 0.8)


def counted(x: Floats, t_x: Floats, t: Floats) -> Histories:
    """Count members of exactly equal history."""
    rows, n = np.unique(np.stack([x, t_x, t], axis=1), axis=0, return_counts=True)
    return Histories(rows[:, 0], rows[:, 1], rows[:, 2], n.astype(np.float64))


def coarse(x: Floats, t_x: Floats, t: Floats, span: float) -> Histories:
    """Count members of nearly equal history, the longest of which lasts `span`, as the lake does.

    What the likelihood takes of a time is the logarithm of α and it, so steps grow with time.
    """
    level = np.where(x <= EXACT_X, x, EXACT_X + _growth(np.maximum(x, EXACT_X)))
    keys = np.stack([level, _step(t_x, span), _step(t, span)], axis=1)
    cells, place, n = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    sums = [np.bincount(place.ravel(), weights=v).astype(np.float64) for v in (x, t_x, t)]
    return middled(cells[:, 0], sums[0], sums[1], sums[2], n.astype(np.float64))


def _growth(x: Floats) -> Floats:
    """Return in which step above eight a count lies; each is a quarter wider than the last."""
    steps: Floats = 1 + np.floor(np.log(x / EXACT_X) / np.log(X_GROWTH))
    return steps


def _step(time: Floats, span: float) -> Floats:
    steps: Floats = np.floor(STEPS * np.log(1 + FINENESS * time / span))
    return steps


def fifths(days: Floats, orders: Floats, spent_minor: Floats) -> Cuts:
    """Cut members into fifths; a border is a figure that a member has, the lower of two."""

    def borders(values: Floats) -> tuple[int, int, int, int]:
        one, two, three, four = np.quantile(values, FIFTHS, method="inverted_cdf")
        return int(one), int(two), int(three), int(four)

    return Cuts(borders(days), borders(orders), borders(spent_minor))
