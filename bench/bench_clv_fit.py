"""Lifetime value: BG/NBD fitted on 1 k, 100 k and 10 M members, beside the package `lifetimes`.

Members are drawn from the model itself and counted by history in DuckDB by the statement that the
product asks its lake; counting is its own figure. Fitting is measured on the counts alone: the
ratio of 10 M is to 100 k, and should stay below three. At 100 k the limit is what `lifetimes` takes
to fit the same members; both likelihoods of the members one by one go to standard error.
`LIUKE_BENCH_MOST` is the largest size.
"""

from __future__ import annotations

import asyncio
import os
import sys
import warnings
from collections.abc import AsyncIterator, Callable
from datetime import date
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import duckdb
import numpy as np

from bench.figures import ROUNDS, Figure
from liuke.domains.analytics.models import purchases
from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.models.asking import question
from liuke.domains.analytics.models.prospects import EXACT_MOST
from liuke.domains.analytics.models.purchases import Histories
from liuke.domains.analytics.models.records import Rates
from tests.analytics.models import counting as in_memory

MOST = int(os.environ.get("LIUKE_BENCH_MOST", "10000000"))
SIZES = [size for size in (1_000, 100_000, 10_000_000) if size <= MOST]
TRUE = Rates(0.25, 31.0, 0.8, 2.4)
DAYS = 730
THROUGH = date(2026, 1, 1)
AT_ONCE = 1_000_000
FITS = 15
COUNTED = question("histories").partition("), history AS (")[2].partition("), ")[2]


def drawn(size: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Draw members: x, t_x and t in whole days."""
    chance = np.random.default_rng(seed)
    rate = chance.gamma(TRUE.r, 1 / TRUE.alpha, size)
    leave = chance.beta(TRUE.a, TRUE.b, size)
    t = chance.integers(1, DAYS, size).astype(np.float64)
    x, last, there = np.zeros(size), np.zeros(size), np.arange(size)
    while len(there):
        stays = chance.random(len(there)) >= np.where(x[there] > 0, leave[there], 0.0)
        there = there[stays]
        following = last[there] + chance.exponential(1 / rate[there])
        inside = following < t[there]
        there = there[inside]
        x[there] += 1
        last[there] = following[inside]
    return x, np.floor(last), t


def gathered(size: int) -> duckdb.DuckDBPyConnection:
    """Put members, as the relation of histories holds them, into a table."""
    database = duckdb.connect()
    database.execute("CREATE TABLE history (visits BIGINT, first_on DATE, last_on DATE)")
    for start in range(0, size, AT_ONCE):
        x, t_x, t = drawn(min(AT_ONCE, size - start), seed=start + 1)
        rows = {"x": x, "a": t, "b": t - t_x}
        database.execute(
            "INSERT INTO history "
            "SELECT x::BIGINT + 1, $1::DATE - a::INTEGER, $1::DATE - b::INTEGER "
            "FROM (SELECT UNNEST($2) AS x, UNNEST($3) AS a, UNNEST($4) AS b)",
            [THROUGH, *(values.tolist() for values in rows.values())],
        )
    return database


def counted(database: duckdb.DuckDBPyConnection) -> Histories:
    """Count members by history as the product does."""
    given = {"through_on": THROUGH, "exact_most": EXACT_MOST}
    cells = database.execute(f"WITH {COUNTED}", given).fetchnumpy()
    level, x, t_x, t, n = (
        np.asarray(cells[name], dtype=np.float64) for name in ("level", "x", "t_x", "t", "n")
    )
    return purchases.middled(level, x, t_x, t, n)


def taken(work: Callable[[], Any]) -> float:
    """Return the seconds of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def peer() -> Callable[..., Any]:
    """Return the fit of the package; it was written for an older pandas and warns a lot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter  # noqa: PLC0415 -- only with warnings off

    def fit(x: Floats, t_x: Floats, t: Floats) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return BetaGeoFitter().fit(x, t_x, t)

    return fit


def beside(ours: Histories) -> Figure:
    """Fit the same 100 k members by both, in turn."""
    x, t_x, t = drawn(100_000, seed=1)
    theirs = peer()
    mine, other = [], []
    for _ in range(ROUNDS):
        mine.append(taken(lambda: purchases.fit(ours)))
        other.append(taken(lambda: theirs(x, t_x, t)))
    model = theirs(x, t_x, t)
    rates = Rates(*(float(model.params_[name]) for name in ("r", "alpha", "a", "b")))
    whole = in_memory.counted(x, t_x, t)
    own = purchases.log_likelihood(purchases.fit(ours).rates, whole)
    best = purchases.log_likelihood(rates, whole)
    print(f"clv_fit: log-likelihood {own:.3f}, lifetimes {best:.3f}, "
          f"apart by {abs(own / best - 1):.1e}; {median(other) / median(mine):.0f} x faster",
          file=sys.stderr)  # fmt: skip
    assert abs(own / best - 1) < 1e-5, "both fits are as likely"
    value, limit = median(mine), median(other)
    return Figure(
        "clv_fit/100000/lifetimes", round(value, 4), "s", round(limit, 3),
        round(value / limit, 4), ROUNDS,
    )  # fmt: skip


async def run() -> AsyncIterator[Figure]:
    """Count each size, then fit all sizes in turn, then 100 k beside the package."""
    sized: dict[int, Histories] = {}
    for size in SIZES:
        database = await asyncio.to_thread(gathered, size)
        counting = [taken(partial(counted, database)) for _ in range(3)]
        sized[size] = counted(database)
        database.close()
        assert sized[size].members == size
        yield Figure(f"clv_fit/{size}/count", round(median(counting), 3), "s", rounds=3)
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(FITS):
        for size, histories in sized.items():
            times[size].append(taken(partial(purchases.fit, histories)))
    for size in SIZES:
        value = median(times[size])
        limit = median(times[100_000]) if size > 100_000 else None
        print(f"clv_fit: {size} members in {len(sized[size].n)} cells", file=sys.stderr)
        yield Figure(
            f"clv_fit/{size}/fit", round(value, 4), "s", limit and round(limit, 4),
            limit and round(value / limit, 3), FITS,
        )  # fmt: skip
    if 100_000 in sized:
        yield beside(sized[100_000])
