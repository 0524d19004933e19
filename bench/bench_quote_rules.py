"""Quotes over HTTP at 10, 200 and 2,000 live rules: five lines, a coupon, points, one client.

A round asks each shop for the same baskets, one quote after the other; the figure is the median of
the rounds' percentiles. The limit is what the same quote takes at 10 rules.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from statistics import median, quantiles
from time import perf_counter

from bench.client import Client
from bench.figures import ROUNDS, Figure
from bench.ground import Ground, basket, database, open_shop
from bench.serving import serving

RULES = (10, 200, 2_000)
QUOTES = int(os.environ.get("LIUKE_BENCH_QUOTES", "400"))


async def quote(ground: Ground, port: int) -> list[float]:
    """Ask for one quote for each member and return the milliseconds of each."""
    times = []
    async with Client(port, {"Authorization": f"Bearer {ground.key}"}) as http:
        for number, member in enumerate(ground.members):
            body = basket(member, number)
            start = perf_counter()
            status, answer = await http.post("/till/quotes", body)
            times.append((perf_counter() - start) * 1_000)
            assert status == 200, answer
    return times


def percentile(times: Sequence[float], share: int) -> float:
    """Return what so many percent of the times do not exceed."""
    return quantiles(times, n=100, method="inclusive")[share - 1]


def figure(name: str, times: Sequence[float], limits: Sequence[float] | None) -> Figure:
    """Return the median of the rounds, beside the limit's."""
    value = median(times)
    if limits is None:
        return Figure(name, round(value, 3), "ms", rounds=len(times))
    limit = median(limits)
    return Figure(name, round(value, 3), "ms", round(limit, 3), round(value / limit, 3), len(times))


async def run() -> AsyncIterator[Figure]:
    """Ask every shop in turn, round after round; p95 first, p50 beside it."""
    async with database() as (server, opened):
        shops = {
            count: await open_shop(server, opened, rule_count=count, people=QUOTES)
            for count in RULES
        }
        rounds: dict[int, list[list[float]]] = {count: [] for count in RULES}
        async with serving(server) as port:
            for shop in shops.values():
                await quote(shop, port)
            for _ in range(ROUNDS):
                for count, shop in shops.items():
                    rounds[count].append(await quote(shop, port))
        for share, suffix in ((95, ""), (50, "/p50")):
            by_rules = {c: [percentile(times, share) for times in rounds[c]] for c in RULES}
            for count, found in by_rules.items():
                least = None if count == RULES[0] else by_rules[RULES[0]]
                yield figure(f"quote_rules/{count}{suffix}", found, least)
