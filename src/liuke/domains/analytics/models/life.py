"""Life-cycle: where members stand by their own rhythm, not by one number of days for all.

A member's rhythm is the mean gap between the days they bought, drawn towards everybody's with the
weight of `PRIOR` gaps (a gamma prior on the rate of a Poisson process; Gelman et al., "Bayesian
Data Analysis", 2.6). How many rhythms long they have been silent is the stage.
"""

from __future__ import annotations

import numpy as np

from liuke.domains.analytics.models.arrays import Floats, Ints
from liuke.domains.analytics.models.settings import Borders
from liuke.domains.analytics.models.words import STAGES, Stage

PRIOR = 1.0


def rhythm(orders: Floats, between_days: Floats, usual_days: float) -> Floats:
    """Return each member's days from one purchase to the next.

    `orders` counts days bought, `between_days` lie between the first and the last of them.
    """
    gaps = np.maximum(orders - 1, 0)
    days: Floats = (PRIOR * usual_days + between_days) / (PRIOR + gaps)
    return np.maximum(days, 1.0)


def stages(
    borders: Borders, orders: Floats, first_days: Floats, last_days: Floats, usual_days: float
) -> Ints:
    """Return the place in STAGES of each member; days count back from the day data ends."""
    between = first_days - last_days
    silence = 10 * last_days / rhythm(orders, between, usual_days)
    conditions = [
        orders < 1,
        (silence > borders.lost_tenths) & (last_days >= borders.lost_days),
        (silence > borders.dormant_tenths) & (last_days >= borders.dormant_days),
        (first_days <= borders.honeymoon_days),
        (silence > borders.at_risk_tenths) & (last_days >= borders.at_risk_days),
    ]
    found = [Stage.PROSPECT, Stage.LOST, Stage.DORMANT, Stage.NEW, Stage.AT_RISK]
    places = [STAGES.index(stage) for stage in found]
    chosen: Ints = np.select(conditions, places, STAGES.index(Stage.ACTIVE)).astype(np.int64)
    return chosen
