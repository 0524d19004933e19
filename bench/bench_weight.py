"""Weight: bytes that one member, one sale and one event come to, tables and indexes together.

Members join with a welcome in points and a coupon; each buys twenty baskets of five lines, which
earn points; events are told in batches. A size is what the database grew by, after a vacuum, per
thing done. `docs/scale.md` multiplies these; how busy the machine is changes nothing.
"""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec

from bench.bench_growth import bought
from bench.bench_ingest import BATCH, messages
from bench.figures import Figure
from bench.ground import SINCE, Ground, database, open_shop, stand
from liuke.domains import checkout
from liuke.domains.analytics.ingest import ingest
from liuke.domains.analytics.spoken import Call
from liuke.kernel.db import administer, begin
from liuke.kernel.values import encode

PEOPLE = int(os.environ.get("LIUKE_BENCH_PEOPLE", "1000"))
SALES, LINES, EVENTS = 20, 5, 20_000
SIZE = """
    SELECT SUM(pg_total_relation_size(c.oid))::bigint AS bytes, SUM(c.reltuples)::bigint AS rows
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""


async def weigh(url: str) -> tuple[int, int]:
    """Return bytes and rows of every table of ours."""
    async with administer(url) as admin:
        await admin.execute("VACUUM (ANALYZE)")
        row = await admin.fetchrow(SIZE)
    return row["bytes"], row["rows"]


async def sell(ground: Ground, turn: int) -> None:
    """Let every member buy once."""
    now = SINCE + timedelta(days=turn)
    async with begin(ground.database, ground.actor, now=now) as tx:
        numbers = range(turn * PEOPLE, (turn + 1) * PEOPLE)
        pairs = zip(ground.members, numbers, strict=True)
        await checkout.commit(tx, [bought(member, number, LINES) for member, number in pairs])


async def tell(ground: Ground) -> None:
    """Keep events, two in five of them a member's."""
    dice = random.Random(7)
    for _ in range(EVENTS // BATCH // 10):
        told: list[Any] = [one for _ in range(10) for one in messages(dice, ground.members)]
        async with begin(ground.database, ground.actor) as tx:
            await ingest(tx, [Call("", tuple(msgspec.Raw(encode(one)) for one in told))])


async def run() -> AsyncIterator[Figure]:
    """Weigh before and after each kind of thing."""
    async with database() as (server, opened):
        empty = await open_shop(server, opened, rule_count=20, people=1)
        before = await weigh(server.admin_url)
        ground = await open_shop(server, opened, rule_count=20, people=PEOPLE)
        await stand(ground)
        joined = await weigh(server.admin_url)
        for turn in range(SALES):
            await sell(ground, turn)
        sold = await weigh(server.admin_url)
        await tell(ground)
        told = await weigh(server.admin_url)
        assert empty.merchant_id != ground.merchant_id, "two shops"
    steps = (("member", before, joined, PEOPLE), ("sale", joined, sold, PEOPLE * SALES),
             ("event", sold, told, EVENTS))  # fmt: skip
    for name, low, high, count in steps:
        yield Figure(f"weight/{name}", round((high[0] - low[0]) / count), "bytes")
        yield Figure(f"weight/{name}_rows", round((high[1] - low[1]) / count, 1), "rows")
