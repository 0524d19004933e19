"""The `lifetimes` package: its CDNOW data, and its answers to compare ours with.

It was written for an older pandas, so it warns a lot when it is loaded.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Any

import numpy as np

from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.models.records import Rates, Worths
from liuke.domains.analytics.models.spending import Payments

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from lifetimes import BetaGeoFitter, GammaGammaFitter
    from lifetimes import datasets as data


@lru_cache
def cdnow() -> tuple[Floats, Floats, Floats]:
    """Return the histories of the 2,357 CDNOW customers, in weeks as they were published."""
    table = data.load_cdnow_summary()
    return _column(table, "frequency"), _column(table, "recency"), _column(table, "T")


@lru_cache
def cdnow_spending() -> tuple[Floats, Floats, Floats, Floats]:
    """Return histories in days of the same customers, and what an order of theirs was worth."""
    table = data.load_cdnow_summary_data_with_monetary_value()
    x, t_x, t = (_column(table, name) for name in ("frequency", "recency", "T"))
    return x, t_x, t, _column(table, "monetary_value")


def cdnow_payments() -> Payments:
    """Return the 946 who bought again, each counted alone, in dollars."""
    x, _, _, mean = cdnow_spending()
    return Payments(x[x > 0], mean[x > 0], np.ones(int((x > 0).sum())))


def beta_geo(x: Floats, t_x: Floats, t: Floats) -> tuple[Any, Rates]:
    """Return their fitted model, and its parameters as ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = BetaGeoFitter().fit(x, t_x, t)
    return model, Rates(*(float(model.params_[name]) for name in ("r", "alpha", "a", "b")))


def gamma_gamma(payments: Payments) -> tuple[Any, Worths]:
    """Return their fitted model, and its parameters as ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = GammaGammaFitter().fit(payments.x, payments.mean)
    return model, Worths(*(float(model.params_[name]) for name in ("p", "q", "v")))


def _column(table: Any, name: str) -> Floats:
    cells: Floats = table[name].to_numpy(dtype=np.float64)
    return cells
