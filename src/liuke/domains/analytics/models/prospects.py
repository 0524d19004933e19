"""Lifetime value fitted on the lake, and judged on the last days as if they had not been seen."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import numpy as np
from scipy.stats import rankdata

from liuke.domains.analytics.models import purchases, spending
from liuke.domains.analytics.models.arrays import PER_MILLE, Bools, Floats
from liuke.domains.analytics.models.asking import EVERYBODY, Span, ask, asked, floats
from liuke.domains.analytics.models.purchases import Fitted, Histories
from liuke.domains.analytics.models.records import ClvParameters, Compared, Fit, Rates
from liuke.domains.analytics.models.settings import Settings
from liuke.domains.analytics.models.sparse import TooSparse
from liuke.domains.analytics.models.spending import FittedWorths, Payments
from liuke.domains.analytics.opened import Lake

EXACT_MOST = 20_000
JUDGED_MOST = 20_000
# Judging needs as many days to learn from as there are to foresee, and the same again.
LEARN = 2


async def fit(lake: Lake, span: Span, settings: Settings) -> Fit:
    """Fit BG/NBD and Gamma-Gamma on counts, and judge them out of time.

    Raises:
        TooSparse: too few members, or nothing that tells them apart.
    """
    histories = await histories_of(lake, span)
    fitted = await asyncio.to_thread(purchases.fit, histories)
    worths = await _worths(lake, span)
    known = worths if isinstance(worths, FittedWorths) else None
    parameters = ClvParameters(
        fitted.rates, known.worths if known else None, fitted.members, fitted.cells,
        fitted.log_likelihood, settings.horizon,
        "" if known else str(getattr(worths, "reason", "")),
        "" if known else str(getattr(worths, "reason_zh", "")),
    )  # fmt: skip
    return Fit(parameters, await _judged(lake, span, settings, fitted))


async def histories_of(lake: Lake, span: Span) -> Histories:
    """Ask the lake for members counted by history."""
    given = {**EVERYBODY, "through_on": span.through_on, "exact_most": EXACT_MOST}
    cells = await asked(lake, "histories", given)
    level, x, t_x, t, n = (floats(cells[name]) for name in ("level", "x", "t_x", "t", "n"))
    return purchases.middled(level, x, t_x, t, n)


async def _worths(lake: Lake, span: Span) -> FittedWorths | TooSparse:
    cells = await asked(lake, "payments", {**EVERYBODY, "through_on": span.through_on})
    payments = Payments(*(floats(cells[name]) for name in ("x", "mean", "n")))
    try:
        return await asyncio.to_thread(spending.fit, payments)
    except TooSparse as sparse:
        return sparse


async def _judged(lake: Lake, span: Span, settings: Settings, whole: Fitted) -> list[Compared]:
    """Fit without the last days and compare what was foreseen with what came."""
    days = settings.horizon.churn_days
    if span.days < (LEARN + 1) * days:
        return []
    past = Span(span.first_on, span.through_on - timedelta(days=days))
    try:
        fitted = await asyncio.to_thread(purchases.fit, await histories_of(lake, past))
    except TooSparse:
        return []
    given = {
        **EVERYBODY,
        "through_on": past.through_on,
        "until_on": span.through_on,
        "every": max(1, whole.members // JUDGED_MOST),
    }
    rows = await ask(lake, "later", given)
    return judge(fitted.rates, np.array(rows, dtype=np.float64), days) if rows else []


def judge(rates: Rates, rows: Floats, days: int) -> list[Compared]:
    """Compare churn, purchases and next dates with silence, own pace and own gaps.

    Rows are x, t_x, t, days bought on afterwards, and days until the first of them (-1: none).
    """
    x, t_x, t, later, next_days = rows.T
    gone, came = later == 0, next_days >= 0
    found = [_measured("orders", "mae", purchases.expected(rates, x, t_x, t, days), later,
                       {"own_pace": (x + 1) / np.maximum(t, 1) * days})]  # fmt: skip
    if 0 < gone.sum() < len(gone):
        found += _churn(purchases.silent(rates, x, t_x, t, days), gone, t - t_x)
    if came.any():
        usual = float(np.median(t_x[x > 0] / x[x > 0])) if (x > 0).any() else float(days)
        gap = np.where(x > 0, t_x / np.maximum(x, 1), usual)
        own = np.maximum(gap - (t - t_x), 1.0)
        said = purchases.days_to_next(rates, x, t)
        found.append(_measured("next_order", "days_off", said[came], next_days[came],
                               {"own_gap": own[came]}))  # fmt: skip
    return found


def _churn(said: Floats, gone: Bools, silence: Floats) -> list[Compared]:
    share = float(gone.mean())
    brier = float(((said - gone) ** 2).mean())
    return [
        Compared("churn", "auc", "higher", _pm(auc(said, gone)),
                 {"silence": _pm(auc(silence, gone))}, len(gone)),
        Compared("churn", "brier", "lower", _pm(brier), {"same_for_all": _pm(share * (1 - share))},
                 len(gone)),
    ]  # fmt: skip


def _measured(
    what: str, measure: str, said: Floats, came: Floats, baselines: dict[str, Floats]
) -> Compared:
    off = {name: _pm(float(np.abs(guess - came).mean())) for name, guess in baselines.items()}
    return Compared(what, measure, "lower", _pm(float(np.abs(said - came).mean())), off, len(came))


def auc(said: Floats, happened: Bools) -> float:
    """Return the chance that who it happened to was given the higher figure (Mann and Whitney)."""
    ranks = rankdata(said)
    yes, no = int(happened.sum()), int((~happened).sum())
    return float((ranks[happened].sum() - yes * (yes + 1) / 2) / (yes * no))


def _pm(value: float) -> int:
    return round(value * PER_MILLE)
