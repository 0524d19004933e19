"""RFM: how recently, how often and for how much, each from one to five.

Quintiles follow the shop's own members (Hughes, "Strategic Database Marketing", 1994); fixed cuts
stay where they are put, so that a figure of March compares with one of May. Names are the eight
classes of the trade: each score is high from four on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from liuke.domains.analytics.models.arrays import Floats, Ints
from liuke.domains.analytics.models.settings import Cuts

HIGH = 4


class Scores(NamedTuple):
    """Recency, frequency and money of members, each one to five; five is best."""

    recency: Ints
    frequency: Ints
    monetary: Ints


def scores(cuts: Cuts, days: Floats, orders: Floats, spent_minor: Floats) -> Scores:
    """Score members; on a border counts as before it: as recent, as seldom, as little."""
    return Scores(
        5 - np.searchsorted(cuts.recency_days, days, side="left").astype(np.int64),
        1 + np.searchsorted(cuts.frequency, orders, side="left").astype(np.int64),
        1 + np.searchsorted(cuts.monetary_minor, spent_minor, side="left").astype(np.int64),
    )


def classes(given: Scores) -> Ints:
    """Return the place in NAMES of each member."""
    high = [(score >= HIGH).astype(np.int64) for score in given]
    places: Ints = high[0] * 4 + high[1] * 2 + high[2]
    return places


def movement(before: Scores, now: Scores) -> Ints:
    """Say who climbed (1) and who fell (-1): by the sum of the three scores."""
    moved: Ints = np.sign(sum(now) - sum(before)).astype(np.int64)
    return moved
