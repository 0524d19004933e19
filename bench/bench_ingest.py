"""Ingest: behaviour events over HTTP, durable before the answer, batches of 100 at 8 clients.

The limit copies the same rows in the same batches over as many connections into the same table
with its keys and indexes: COPY by the owner of the table, no HTTP, no reading, no judging.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Sequence
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from bench.client import Client
from bench.figures import ROUNDS, Figure
from bench.ground import GOODS, Ground, database, open_shop
from bench.serving import serving
from liuke.domains import access
from liuke.kernel.db import begin, prepare
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.values import encode

CLIENTS, BATCH = 8, 100
EVENTS = int(os.environ.get("LIUKE_BENCH_EVENTS", "20000"))
PEOPLE = 2_000
NAMES = ("Product Viewed", "Product Added", "Checkout Started", "Products Searched", "Page Read")
KEPT = (
    "merchant_id", "id", "member_id", "anonymous_id", "session_id", "kind", "name", "product",
    "category", "value_minor", "quantity", "query", "url", "referrer", "properties", "trusted",
    "at", "on_", "hour", "received_at",
)  # fmt: skip
# The newest are those of the round.
READ = (
    f"SELECT {', '.join(KEPT)} FROM analytics_behaviour WHERE merchant_id = $1"  # noqa: S608 - from here
    " ORDER BY received_at DESC LIMIT $2"
)


def messages(dice: random.Random, people: Sequence[MemberId]) -> list[dict[str, Any]]:
    """Return one batch as an app sends it: two in five by members, the rest by visitors."""
    made = []
    for _ in range(BATCH):
        goods = dice.randrange(GOODS)
        known = dice.random() < 0.4
        made.append(
            {
                "type": "track",
                "event": dice.choice(NAMES),
                "messageId": str(uuid4()),
                "anonymousId": f"device-{dice.randrange(5_000)}",
                "userId": str(dice.choice(people)) if known else None,
                "context": {
                    "library": {"name": "analytics.js", "version": "2.0"},
                    "sessionId": f"s{dice.randrange(9_000)}",
                    "page": {"url": f"https://shop.cn/p/{goods}?utm_source=x", "title": "商品"},
                },
                "properties": {
                    "product_id": f"p{goods}", "category": f"c{goods % 40}", "quantity": 1,
                    "price": goods + 0.9, "currency": "CNY", "position": dice.randrange(50),
                    "name": "手冲咖啡豆 250g",
                },
            }
        )  # fmt: skip
    return made


async def tell(port: int, key: str, bodies: list[bytes]) -> float:
    """Send every batch over eight connections; return events a second."""
    queue, count = list(bodies), len(bodies) * BATCH

    async def client() -> None:
        async with Client(port, {"Authorization": f"Bearer {key}"}) as http:
            while queue:
                status, answer = await http.post("/v1/batch", queue.pop())
                assert status == 200, answer
                assert b'"duplicates":0' in answer, answer

    start = perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return count / (perf_counter() - start)


async def copy(url: str, rows: Sequence[Sequence[Any]]) -> float:
    """Copy rows, in batches of as many, over as many connections; return rows a second."""
    queue = [rows[n : n + BATCH] for n in range(0, len(rows), BATCH)]
    connections = [await asyncpg.connect(url) for _ in range(CLIENTS)]
    for connection in connections:
        await prepare(connection)

    async def client(connection: Any) -> None:
        while queue:
            await connection.copy_records_to_table(
                "analytics_behaviour", records=queue.pop(), columns=KEPT
            )

    start = perf_counter()
    await asyncio.gather(*(client(connection) for connection in connections))
    seconds = perf_counter() - start
    for connection in connections:
        await connection.close()
    return len(rows) / seconds


async def anew(url: str, merchant_id: MerchantId, count: int) -> list[tuple[Any, ...]]:
    """Read the last rows back, to be written once more under other ids."""
    connection = await asyncpg.connect(url)
    await prepare(connection)
    found = await connection.fetch(READ, UUID(bytes=merchant_id.bytes), count)
    await connection.close()
    place = KEPT.index("properties")
    return [
        (row[0], uuid4(), *row[2:place], msgspec.json.decode(row[place]), *row[place + 1 :])
        for row in found
    ]


async def round_of(ground: Ground, port: int, key: str, dice: random.Random) -> tuple[float, float]:
    """Tell a round of new events, then copy the same rows."""
    batches = [messages(dice, ground.members) for _ in range(EVENTS // BATCH)]
    ours = await tell(port, key, [encode({"batch": batch}) for batch in batches])
    rows = await anew(ground.server.admin_url, ground.merchant_id, EVENTS)
    return ours, await copy(ground.server.admin_url, rows)


async def run() -> list[Figure]:
    """Measure interleaved rounds, ours then the limit."""
    dice = random.Random(20260301)
    async with database() as (server, opened):
        ground = await open_shop(server, opened, rule_count=4, people=PEOPLE)
        async with begin(opened, ground.actor) as tx:
            scopes = ("behaviour.identify", "behaviour.write")
            (made,) = await access.make_keys(tx, [access.KeyWish("events", scopes)])
        async with serving(server) as port:
            await round_of(ground, port, made.key, dice)
            rounds = [await round_of(ground, port, made.key, dice) for _ in range(ROUNDS)]
    value, limit = median(ours for ours, _ in rounds), median(bare for _, bare in rounds)
    ratio = round(value / limit, 3)
    return [Figure("ingest", round(value), "events/s", round(limit), ratio, ROUNDS)]
