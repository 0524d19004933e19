"""BG/NBD: how often members buy and whether they still do, from counted histories.

While alive a member buys at a rate of their own (rates are gamma(r, α) over members); after each
purchase they leave with a chance of their own (chances are beta(a, b)). Fader, Hardie and Lee,
"Counting Your Customers the Easy Way", Marketing Science 24(2), 2005, equations 6 to 10, in the
form of Fader and Hardie's note "Implementing the BG/NBD model in Excel".

What is fitted are counts of equal histories, so that the cost does not grow with members.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1, psi

from liuke.domains.analytics.models.arrays import Bools, Floats, Ints
from liuke.domains.analytics.models.records import Rates
from liuke.domains.analytics.models.sparse import TooSparse, enough

MEMBERS_LEAST = 200
REPEATERS_LEAST = 50
# Beyond these the surface is flat: the data tell nothing of how members differ.
SMALLEST, LARGEST = 1e-3, 1e4
FLATTEST, STEEPEST = -9.0, 12.0
NUDGE = 1e-6


@dataclass(frozen=True)
class Histories:
    """Members counted by equal history, times in days: `n` members of each.

    `x` is on how many days they bought again, `t_x` the time from the first to the last purchase,
    `t` the time from the first purchase to the day that data ends.
    """

    x: Floats
    t_x: Floats
    t: Floats
    n: Floats

    @property
    def members(self) -> int:
        """How many members they are."""
        return int(self.n.sum())

    @property
    def repeaters(self) -> int:
        """How many of them bought on a second day."""
        return int(self.n[self.x > 0].sum())


@dataclass(frozen=True)
class Fitted:
    """Parameters, the likelihood they reach, and what they were fitted on."""

    rates: Rates
    log_likelihood: float
    members: int
    cells: int


def middled(level: Floats, x: Floats, t_x: Floats, t: Floats, n: Floats) -> Histories:
    """Put each cell of sums at the middle of its members; counts, at the middle of their level."""
    _, place = np.unique(level, return_inverse=True)
    shared = np.bincount(place, weights=x) / np.bincount(place, weights=n)
    return Histories(shared[place], t_x / n, t / n, n)


def fit(histories: Histories) -> Fitted:
    """Find the parameters under which these histories are likeliest.

    Raises:
        TooSparse: few members, few who bought again, or nothing that tells members apart.
    """
    enough(histories.members, MEMBERS_LEAST, "members who bought", "有消费的会员数")
    enough(histories.repeaters, REPEATERS_LEAST, "members who bought again", "复购会员数")
    usual = float(np.average(histories.t, weights=histories.n))
    found = minimize(
        mean_loss, np.log([0.5, max(usual / 5, 1.0), 1.0, 2.0]), args=(levelled(histories),),
        jac=True, method="BFGS", options={"gtol": 1e-7},
    )  # fmt: skip
    rates = Rates(*np.exp(np.clip(found.x, FLATTEST, STEEPEST)).tolist())
    if not all(SMALLEST < value < LARGEST for value in (rates.r, rates.alpha, rates.a, rates.b)):
        raise TooSparse(
            "The histories are too alike to tell frequent members from rare ones.",
            "会员的购买历史过于相似，无法区分高频与低频。",
        )
    members = histories.members
    return Fitted(rates, -float(found.fun) * members, members, len(histories.n))


def log_likelihood(rates: Rates, histories: Histories) -> float:
    """Return how likely histories are under parameters, as a sum of logarithms."""
    logs = np.log([rates.r, rates.alpha, rates.a, rates.b])
    return -mean_loss(logs, levelled(histories))[0] * histories.members


@dataclass(frozen=True)
class Levels:
    """Histories with the few different counts apart, whose functions are the costly ones."""

    x: Floats
    place: Ints
    again: Bools
    t_x: Floats
    t: Floats
    weight: Floats


def levelled(histories: Histories) -> Levels:
    """Take the different counts apart, and weigh each cell by its share of members."""
    x, place = np.unique(histories.x, return_inverse=True)
    weight = histories.n / histories.n.sum()
    return Levels(x, place, histories.x > 0, histories.t_x, histories.t, weight)


def mean_loss(logs: Floats, cells: Levels) -> tuple[float, Floats]:
    """Return the mean negative log-likelihood and its slope along the logs of the parameters."""
    r, alpha, a, b = np.exp(np.clip(logs, FLATTEST, STEEPEST))
    level, place, weight = cells.x, cells.place, cells.weight
    spare = np.where(level > 0, b + level - 1, 1.0)
    late, early = np.log(alpha + cells.t), np.log(alpha + cells.t_x)
    power = (r + level)[place]
    alive = -power * late
    left = (np.log(a) - np.log(spare))[place] - power * early
    total = np.where(cells.again, np.logaddexp(alive, left), alive)
    gone = np.where(cells.again, np.exp(left - total), 0.0)
    here = 1 - gone
    value = gammaln(r + level) - gammaln(r) + r * np.log(alpha)
    value += gammaln(a + b) + gammaln(b + level) - gammaln(b) - gammaln(a + b + level)
    both = psi(a + b) - psi(a + b + level)
    # Sums of products, not dot products: those wake every core for a few thousand cells.
    mass = np.bincount(place, weights=weight)
    lost = np.bincount(place, weights=weight * gone)
    times = weight * (here * late + gone * early)
    rates = weight * power * (here / (alpha + cells.t) + gone / (alpha + cells.t_x))
    slope = np.array(
        [
            r * ((mass * (psi(r + level) - psi(r) + np.log(alpha))).sum() - times.sum()),
            r - alpha * rates.sum(),
            a * (mass * both).sum() + lost.sum(),
            b * (mass * (both + psi(b + level) - psi(b)) - lost / spare).sum(),
        ]
    )
    return -float((mass * value).sum() + (weight * total).sum()), -slope


def alive(rates: Rates, x: Floats, t_x: Floats, t: Floats) -> Floats:
    """Return the chance that each member has not left (equation 7 of the note)."""
    ratio = (rates.alpha + t) / (rates.alpha + t_x)
    odds = rates.a / np.maximum(rates.b + x - 1, NUDGE) * np.exp((rates.r + x) * np.log(ratio))
    chance: Floats = 1 / (1 + np.where(x > 0, odds, 0.0))
    return chance


def expected(rates: Rates, x: Floats, t_x: Floats, t: Floats, days: float) -> Floats:
    """Return how many more times each member is expected to buy within days (equation 10).

    The hypergeometric function is taken after Euler's transformation, which neither under- nor
    overflows for members with hundreds of purchases.
    """
    a = rates.a + NUDGE if abs(rates.a - 1) < NUDGE else rates.a
    b, r, z = rates.b, rates.r, days / (rates.alpha + t + days)
    rest = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, a + b + x - 1, z)
    more: Floats = (a + b + x - 1) / (a - 1) * (1 - rest) * alive(rates, x, t_x, t)
    return np.maximum(more, 0.0)


def silent(rates: Rates, x: Floats, t_x: Floats, t: Floats, days: float) -> Floats:
    """Return the chance that each member buys nothing within days: left, or alive and waiting.

    Who is alive leaves only by buying, and buys at a rate that is gamma(r + x, α + t) by now.
    """
    waiting = ((rates.alpha + t) / (rates.alpha + t + days)) ** (rates.r + x)
    chance: Floats = 1 - alive(rates, x, t_x, t) * (1 - waiting)
    return chance


def days_to_next(rates: Rates, x: Floats, t: Floats) -> Floats:
    """Return in how many days half of such members, if alive, have bought again.

    The median of a Lomax distribution: (α + t) · (2^(1 / (r + x)) - 1).
    """
    days: Floats = (rates.alpha + t) * (2 ** (1 / (rates.r + x)) - 1)
    return days
