"""Demand: units or money of the coming days, beside the forecast that costs nothing.

Three methods that a library maintains (Holt-Winters and Theta of statsmodels) or that need none
(the mean of the same weekdays) are tried against the seasonal-naive forecast, last week again, on
origins that roll through the past. What did best there is used; when that is last week, it says so.
Errors are WAPE (sum of absolute errors over the sum sold) and MASE (Hyndman and Koehler, 2006).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.models.sparse import enough

WEEK = 7
FOLDS = 4
DAYS_LEAST = 70
MEAN_WEEKS = 8
NAIVE = "last_week"

Method = Callable[[Floats, int], Floats]


@dataclass(frozen=True)
class Judged:
    """How far a method was off on days it had not seen."""

    wape: float
    mase: float


@dataclass(frozen=True)
class Forecast:
    """The coming days, a band that held four of five errors, and how every method did."""

    method: str
    days: Floats
    low: Floats
    high: Floats
    judged: Mapping[str, Judged]


def last_week(series: Floats, days: int) -> Floats:
    """Repeat the last week."""
    return np.resize(series[-WEEK:], days)


def weekday_mean(series: Floats, days: int) -> Floats:
    """Repeat the mean week of the last eight."""
    weeks = min(len(series) // WEEK, MEAN_WEEKS)
    return np.resize(series[-weeks * WEEK :].reshape(weeks, WEEK).mean(axis=0), days)


def holt_winters(series: Floats, days: int) -> Floats:
    """Smooth level, damped trend and weekday exponentially (Gardner and McKenzie, 1985)."""
    from statsmodels.tsa.holtwinters import (  # noqa: PLC0415 - two seconds to load
        ExponentialSmoothing,
    )

    model = ExponentialSmoothing(
        series, trend="add", damped_trend=True, seasonal="add", seasonal_periods=WEEK,
        initialization_method="estimated",
    )  # fmt: skip
    with warnings.catch_warnings():
        # A fit that did not converge is judged by its errors as any other.
        warnings.simplefilter("ignore")
        forecast: Floats = np.asarray(model.fit().forecast(days), dtype=np.float64)
    return forecast


def theta(series: Floats, days: int) -> Floats:
    """Combine the trend and a smoothed line of twice its curvature (Assimakopoulos, 2000)."""
    from statsmodels.tsa.forecasting.theta import ThetaModel  # noqa: PLC0415 - as above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ThetaModel(series, period=WEEK, method="additive")
        forecast: Floats = np.asarray(model.fit().forecast(days), dtype=np.float64)
    return forecast


METHODS: Mapping[str, Method] = {
    NAIVE: last_week,
    "weekday_mean": weekday_mean,
    "holt_winters": holt_winters,
    "theta": theta,
}


def forecast(series: Floats, days: int = 28) -> Forecast:
    """Forecast a daily series by the method that did best on its own past.

    Raises:
        TooSparse: fewer days than ten weeks.
    """
    enough(len(series), DAYS_LEAST, "days of sales", "销售天数")
    errors = {name: _errors(method, series, days) for name, method in METHODS.items()}
    judged = {name: _judge(found, series, days) for name, found in errors.items()}
    method = min(judged, key=lambda name: (judged[name].wape, name != NAIVE))
    coming = np.maximum(METHODS[method](series, days), 0.0)
    low, high = np.quantile(np.concatenate(errors[method]), (0.1, 0.9))
    return Forecast(method, coming, np.maximum(coming + low, 0.0), coming + high, judged)


def _errors(method: Method, series: Floats, days: int) -> list[Floats]:
    """Return what was sold less what was foreseen, from origins that roll through the past."""
    origins = _origins(len(series), days)
    return [
        series[origin : origin + days] - np.maximum(method(series[:origin], days), 0.0)
        for origin in origins
    ]


def _origins(length: int, days: int) -> list[int]:
    """Return up to four origins, a week apart, the last one `days` before the end."""
    last = length - days
    return [last - WEEK * back for back in range(FOLDS) if last - WEEK * back >= 2 * WEEK][::-1]


def _judge(errors: list[Floats], series: Floats, days: int) -> Judged:
    off = float(np.abs(np.concatenate(errors)).mean())
    origins = _origins(len(series), days)
    sold = float(np.mean([series[origin : origin + days].mean() for origin in origins]))
    step = float(np.abs(series[WEEK:] - series[:-WEEK]).mean())
    return Judged(off / sold if sold > 0 else 0.0, off / step if step > 0 else 0.0)
