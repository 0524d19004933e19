"""Segments, live: one member decided and explained, ten questions from simple to nasty, p95 in ms.

A thousand members buy and rise through the product and are copied under new ids, with three orders
of three lines each. `CLIENTS` ask at once, each a transaction of its own, as tills do; the last
figure is the worst of the ten. `LIUKE_BENCH_MEMBERS` is the size.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from statistics import quantiles
from time import perf_counter

import msgspec

from bench.bench_growth import ANY_COPIES, MOST, SEED, copy, visit
from bench.figures import Figure
from bench.ground import Ground, database, open_shop
from liuke.domains import segments
from liuke.domains.segments import Wish
from liuke.kernel.conditions import Condition
from liuke.kernel.db import administer, begin
from liuke.kernel.ids import MemberId

RULES = 20
CLIENTS = 4
ASKED = 800
WARM = 100
AIM_MS = 5.0
YEAR = {"kind": "days", "last": 3_650}
BOUGHT = {"kind": "did", "event": "order", "op": ">=", "value": 2, "window": YEAR}
PRODUCT = {
    "kind": "did", "event": "line", "agg": "sum", "field": "due_minor", "op": ">=", "value": 1_000,
    "where": [{"field": "category", "op": "in", "value": ["c1", "c2", "c3"]}], "window": YEAR,
}  # fmt: skip
TWICE = {
    "kind": "sequence", "first": {"event": "order"}, "then": {"event": "order"},
    "within": {"days": 2},
}  # fmt: skip
SPENT = {"kind": "fact", "name": "orders.net", "op": ">=", "value": 5_000}
RICH = {"kind": "fact", "name": "points.balance", "args": ["points"], "op": ">", "value": 100}
DISTINCT = {
    "kind": "did", "event": "line", "agg": "distinct", "field": "product", "op": ">", "value": 5,
}  # fmt: skip
NEVER = {
    "kind": "sequence", "first": {"event": "line"}, "then": {"event": "return"}, "negate": True,
    "within": {"days": 30},
}  # fmt: skip
QUESTIONS = {
    "fact": SPENT,
    "facts": {"kind": "all", "of": [SPENT, RICH, {"kind": "not", "of": {
        "kind": "fact", "name": "tag", "op": "has", "value": "staff"}}]},
    "bucket": {"kind": "bucket", "salt": "pilot", "from": 0, "to": 1_000},
    "did": BOUGHT,
    "did-sum": PRODUCT,
    "did-distinct": DISTINCT,
    "sequence": TWICE,
    "never-after": NEVER,
    "nested": {"kind": "any", "of": [
        {"kind": "all", "of": [BOUGHT, {"kind": "not", "of": PRODUCT}]},
        {"kind": "all", "of": [TWICE, RICH]}]},
    "segments": {"kind": "all", "of": [
        {"kind": "segment", "code": "nested"},
        {"kind": "not", "of": {"kind": "segment", "code": "did-sum"}}, DISTINCT, NEVER]},
}  # fmt: skip


async def grown(stack: AsyncExitStack) -> Ground:
    """Open a shop, let it grow, and make the segments."""
    start = perf_counter()
    server, opened = await stack.enter_async_context(database(CLIENTS))
    ground = await open_shop(server, opened, rule_count=RULES, people=SEED)
    await visit(ground)
    async with begin(opened, ground.actor) as tx:
        for code, tree in QUESTIONS.items():
            asked: Condition = msgspec.convert(tree, Condition)
            await segments.make(tx, Wish(code, code, code, asked))
    async with administer(server.admin_url) as admin:
        await copy(admin, ground, MOST // SEED - 1)
        await admin.execute("VACUUM ANALYZE")
        await admin.execute("CHECKPOINT")
    print(f"segment_live: {MOST} members in {perf_counter() - start:.0f} s", file=sys.stderr)
    return ground


async def slowest(ground: Ground, code: str, member_ids: Sequence[MemberId]) -> float:
    """Return the 95th percentile of asking for each member, so many clients at once, in ms."""
    waiting, taken = iter(member_ids), []

    async def client(mine: Iterator[MemberId]) -> None:
        for member_id in mine:
            start = perf_counter()
            async with begin(ground.database, ground.actor, few=True) as tx:
                await segments.check_member(tx, code, member_id)
            taken.append((perf_counter() - start) * 1_000)

    await asyncio.gather(*(client(waiting) for _ in range(CLIENTS)))
    return quantiles(taken, n=20)[-1]


async def run() -> AsyncIterator[Figure]:
    """Measure each question alone, then give the worst of them."""
    async with AsyncExitStack() as stack:
        ground = await grown(stack)
        async with administer(ground.server.admin_url) as admin:
            found = await admin.fetch(ANY_COPIES, ground.merchant_id, ASKED + WARM)
        known = [MemberId(row["id"].bytes) for row in found]
        random.Random(1).shuffle(known)
        worst = 0.0
        for code in QUESTIONS:
            await slowest(ground, code, known[:WARM])
            value = await slowest(ground, code, known[WARM:])
            worst = max(worst, value)
            yield Figure(f"segment_live/{code}/{MOST}", round(value, 2), "ms p95")
        yield Figure(
            f"segment_live/worst/{MOST}",
            round(worst, 2),
            "ms p95",
            AIM_MS,
            round(worst / AIM_MS, 2),
        )
