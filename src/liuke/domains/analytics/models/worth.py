"""Member value: purchases, referrals and participation, each fading with a half-life of its own.

A deed of age d counts 2^(-d / half-life) of what it counted on its day. Each part is rounded once,
and the score is the sum of the rounded parts: what is explained adds up to the point.
"""

from __future__ import annotations

from typing import NamedTuple

from liuke.domains.analytics.models.arrays import Floats, Ints, whole
from liuke.domains.analytics.models.settings import Weights
from liuke.kernel.money import decimals


class Faded(NamedTuple):
    """What members did, each deed weighed by how long ago it was; money in minor units."""

    spent_minor: Floats
    referrals: Floats
    referred_minor: Floats
    acts: Floats


class Worth(NamedTuple):
    """The score of members, and the parts it is the sum of."""

    score: Ints
    purchases: Ints
    referrals: Ints
    participation: Ints


def worth(weights: Weights, faded: Faded, currency: str) -> Worth:
    """Weigh what members did; what was returned beyond what was bought counts as nothing."""
    unit_minor = 10 ** decimals(currency)
    purchases = whole(faded.spent_minor.clip(min=0.0) / unit_minor * weights.spent / 1_000)
    brought = faded.referrals * weights.referral
    brought = brought + faded.referred_minor.clip(min=0.0) / unit_minor * weights.referred
    referrals = whole(brought / 1_000)
    acts = whole(faded.acts * weights.act / 1_000)
    return Worth(purchases + referrals + acts, purchases, referrals, acts)
