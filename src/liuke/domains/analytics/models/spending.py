"""Gamma-Gamma: what a member's next order is worth, drawn towards everybody's mean.

Order values of a member are gamma with shape p around a mean of their own; means differ over
members by an inverse gamma (q, v). Fader and Hardie, "The Gamma-Gamma Model of Monetary Value"
(2013), equations 1a and 5. Values are minor units; `x` counts the orders that were averaged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, psi

from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.models.records import Worths
from liuke.domains.analytics.models.sparse import TooSparse, enough

PAYERS_LEAST = 100
SMALLEST, LARGEST = 1e-3, 1e5
FLATTEST, STEEPEST = -9.0, 14.0


@dataclass(frozen=True)
class Payments:
    """Members counted by equal payments: `n` of them paid `mean` over `x` orders each."""

    x: Floats
    mean: Floats
    n: Floats


@dataclass(frozen=True)
class FittedWorths:
    """Parameters, the likelihood they reach, and how many members they were fitted on."""

    worths: Worths
    log_likelihood: float
    members: int


def fit(payments: Payments) -> FittedWorths:
    """Find the parameters under which these payments are likeliest.

    Raises:
        TooSparse: few members bought again, or what they pay differs too little or too much.
    """
    members = int(payments.n.sum())
    enough(members, PAYERS_LEAST, "members who paid for a second order", "复购且有支付的会员数")
    scale = float(np.average(payments.mean, weights=payments.n))
    scaled = Payments(payments.x, payments.mean / scale, payments.n)
    found = minimize(
        mean_loss, np.log([2.0, 3.0, 2.0]), args=(scaled,), jac=True, method="BFGS",
        options={"gtol": 1e-7},
    )  # fmt: skip
    p, q, v = np.exp(np.clip(found.x, FLATTEST, STEEPEST)).tolist()
    # Below one the mean of all members is infinite: nobody's next order can be told.
    if not (SMALLEST < p < LARGEST and 1 < q < LARGEST and SMALLEST < v < LARGEST):
        raise TooSparse(
            "What members pay differs too little or too much for a mean to be told.",
            "会员每单金额差异过小或过大，无法估计均值。",
        )
    worths = Worths(p, q, v * scale)
    return FittedWorths(worths, log_likelihood(worths, payments), members)


def log_likelihood(worths: Worths, payments: Payments) -> float:
    """Return how likely payments are under parameters, as a sum of logarithms."""
    logs = np.log([worths.p, worths.q, worths.v])
    return -mean_loss(logs, payments)[0] * float(payments.n.sum())


def mean_loss(logs: Floats, payments: Payments) -> tuple[float, Floats]:
    """Return the mean negative log-likelihood and its slope along the logs of the parameters."""
    p, q, v = np.exp(np.clip(logs, FLATTEST, STEEPEST))
    x, m = payments.x, payments.mean
    total = np.log(v + m * x)
    value = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
    value += (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * total
    shape = psi(p * x + q)
    slope = np.stack(
        [
            p * x * (shape - psi(p * x) + np.log(m) + np.log(x) - total),
            q * (shape - psi(q) + np.log(v) - total),
            q - v * (p * x + q) / (v + m * x),
        ]
    )
    weights = payments.n / payments.n.sum()
    return -float((value * weights).sum()), -(slope * weights).sum(axis=1)


def next_order(worths: Worths, x: Floats, mean: Floats) -> Floats:
    """Return what each member's next order is worth; of who paid once, everybody's mean.

    (p · (v + x · mean)) / (p · x + q - 1), equation 5.
    """
    p, q, v = worths.p, worths.q, worths.v
    value: Floats = p * (v + x * mean) / (p * x + q - 1)
    return value
