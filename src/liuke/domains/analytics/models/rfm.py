"""RFM: how recently, how often and for how much, each from one to five.

Quintiles follow the shop's own members (Hughes, "Strategic Database Marketing", 1994); fixed cuts
stay where they are put, so that a figure of March compares with one of May. Names are the eight
classes of the trade: each score is high from four on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from liuke.domains.analytics.models.arrays import Floats, Ints
from liuke.kernel.values import Value

HIGH = 4
FIFTHS = (0.2, 0.4, 0.6, 0.8)


class Cuts(Value, frozen=True):
    """Four borders each, ascending: days since the last order, orders, money in minor units."""

    recency_days: tuple[int, int, int, int]
    frequency: tuple[int, int, int, int]
    monetary_minor: tuple[int, int, int, int]


class Name(NamedTuple):
    """A class of members in code and in words."""

    code: str
    label: str
    label_zh: str


NAMES = (
    Name("hibernating", "Hibernating", "一般挽留"),
    Name("slipping_big", "Big spenders gone quiet", "重要挽留"),
    Name("slipping", "Regulars gone quiet", "一般保持"),
    Name("must_keep", "Best members gone quiet", "重要保持"),
    Name("recent", "Recent", "一般发展"),
    Name("promising", "Recent big spenders", "重要发展"),
    Name("loyal", "Loyal", "一般价值"),
    Name("champion", "Champions", "重要价值"),
)


class Scores(NamedTuple):
    """Recency, frequency and money of members, each one to five; five is best."""

    recency: Ints
    frequency: Ints
    monetary: Ints


def quintiles(days: Floats, orders: Floats, spent_minor: Floats) -> Cuts:
    """Cut members into fifths; a border is a figure that a member has, the lower of two."""

    def borders(values: Floats) -> tuple[int, int, int, int]:
        one, two, three, four = np.quantile(values, FIFTHS, method="inverted_cdf")
        return int(one), int(two), int(three), int(four)

    return Cuts(borders(days), borders(orders), borders(spent_minor))


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
