"""A figure: what was measured, beside the limit measured in the same run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from statistics import median
from time import perf_counter

from liuke.kernel.values import Value

ROUNDS = 5


class Figure(Value, frozen=True):
    """One JSON line: `ratio` is `value / limit`, where a limit was measured."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    rounds: int = 1


Run = Callable[[], Awaitable[float]]


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Return how many seconds `work` takes."""
    start = perf_counter()
    await work()
    return perf_counter() - start


async def against(name: str, unit: str, ours: Run, bare: Run, *, rounds: int = ROUNDS) -> Figure:
    """Measure ours and the bare limit in turn, and compare the medians.

    Each `Run` returns its own rate or time; interleaving shares the machine's moods fairly.
    """
    values, limits = [], []
    for turn in range(rounds):
        # The order alternates, so that neither always runs on warmer caches.
        if turn % 2:
            limits.append(await bare())
            values.append(await ours())
        else:
            values.append(await ours())
            limits.append(await bare())
    value, limit = median(values), median(limits)
    return Figure(name, round(value, 3), unit, round(limit, 3), round(value / limit, 3), rounds)


async def alone(name: str, unit: str, ours: Run, *, rounds: int = ROUNDS) -> Figure:
    """Measure what has no limit to compare with; the median of the rounds."""
    values = [await ours() for _ in range(rounds)]
    return Figure(name, round(median(values), 3), unit, rounds=rounds)
